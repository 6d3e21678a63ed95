#!/bin/sh
# Floods loopback while recvq and tcpdump capture it in turns, and fails unless what recvq captured and what it says was
# dropped add up to what was sent, within 5 %. Usage: bench/capture.sh [DATAGRAMS [ROUNDS]]; needs root, libpcap, gcc, python3 and a
# packaged recvq; tcpdump where it is installed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -o "$work/flood" "$here/c/flood.c"
sh "$here/machine.sh"
python3 "$here/capture.py" "$work" "$@"
