#!/bin/sh
# Times `recvq decode` beside the least that a C program needs, tcpdump and tshark, whole processes in turn; then files of a tenth
# and ten times the size, a small one, and memory. Usage: bench/decode.sh [PACKETS [ROUNDS]]; needs python3, gcc, a packaged recvq and
# disk for 11 times the file (0.8 GB a million packets), or LARGEST=1 to leave the largest file out.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -D_GNU_SOURCE -o "$work/decode_limit" "$here/c/decode_limit.c"
sh "$here/machine.sh"
python3 "$here/decode.py" "$work" "${1:-1000000}" "${2:-5}" "${LARGEST:-10}"
