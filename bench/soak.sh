#!/bin/sh
# Runs servers, a proxy and load under random misbehaviour, records memory, descriptors and threads every second,
# and fails when one of them grows. Usage: bench/soak.sh [MINUTES [FOLDER]]; writes FOLDER/soak.csv and soak.svg.
# CLIENTS, PAUSE_SECONDS and RATE make it gentler or harder (see soak.py).
# Needs python3 and a packaged recvq.
set -e
here=$(cd "$(dirname "$0")" && pwd)
folder=${2:-$here/../target/soak}
mkdir -p "$folder"
status=0
python3 "$here/soak.py" "${1:-10}" "$folder/soak.csv" || status=$?
python3 "$here/plot.py" lines "$folder/soak.csv" "$folder/soak.svg"
exit $status
