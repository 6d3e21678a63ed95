#!/bin/sh
# Compares recvq's servers, proxy and load generator with small C programs, socat and ncat.
# Usage: bench/peers.sh [ROUNDS [CASE...]]; needs gcc, python3 and a packaged recvq; socat and ncat where they are installed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for program in echo_server app_server load; do
  gcc -O2 -o "$work/$program" "$here/c/$program.c"
done
sh "$here/machine.sh"
python3 "$here/peers.py" "$work" "$@"
