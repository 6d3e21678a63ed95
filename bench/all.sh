#!/bin/sh
# Runs every comparison one after the other and draws how much better or worse recvq was: FOLDER/all.txt and peers.svg.
# Usage: bench/all.sh [FOLDER]; takes about ten minutes on a machine that does nothing else. A comparison that cannot run
# here (no root, a tool that is missing) says why and the others go on.
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../target/bench-results}
mkdir -p "$folder"
export ROWS="$folder/rows"
rm -f "$ROWS"
for comparison in startup decode sockets probe peers capture; do
  echo "== $comparison"
  case $comparison in
    startup | decode) sh "$here/$comparison.sh" 2>&1 ;;
    *) "$here/$comparison.sh" 2>&1 ;;
  esac || echo "$comparison did not run to its end"
done | tee "$folder/all.txt"
[ ! -s "$ROWS" ] || python3 "$here/plot.py" bars "$ROWS" "$folder/peers.svg"
