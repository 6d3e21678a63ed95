#!/bin/bash
# Times the socket table of 20,000 sockets beside ss, netstat and lsof, interleaved, and prints medians and ratios.
# usage: bench/sockets.sh [ROUNDS]
# Needs root (a network namespace), iproute2, net-tools, lsof, python3, a packaged build, and 10,100 descriptors a process.
set -e
rounds=${1:-9}
connections=10000
home=$(cd "$(dirname "$0")/.." && pwd)
recvq=$home/target/recvq/bin/recvq
ulimit -n $((connections + 100))
ns=recvq-bench-$$
results=$(mktemp -d)
holder=
clean() {
  [ -z "$holder" ] || kill "$holder" 2> /dev/null || true
  ip netns del "$ns"
  rm -rf "$results"
}
ip netns add "$ns"
trap clean EXIT
ip -n "$ns" link set lo up
mkfifo "$results/ready"
# Both ends of each connection are open, in two processes.
ip netns exec "$ns" python3 - "$connections" > "$results/ready" <<'PAIRS' &
import os, signal, socket, sys

count = int(sys.argv[1])
listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
parent = os.getpid()
child = os.fork()
if child == 0:
    held = [listener.accept() for _ in range(count)]
    os.write(1, b"ready\n")
    while os.getppid() == parent:
        signal.sigtimedwait([], 0.2)
else:
    address = listener.getsockname()
    listener.close()
    held = [socket.create_connection(address) for _ in range(count)]
    signal.pause()
PAIRS
holder=$!
read -r _ < "$results/ready"

measure() { # name, command...
  local name=$1 from to
  shift
  from=$(date +%s%N)
  ip netns exec "$ns" "$@" > "$results/out" 2>&1 || true
  to=$(date +%s%N)
  echo $(((to - from) / 1000)) >> "$results/$name.time"
  wc -l < "$results/out" > "$results/$name.lines"
}
for _ in $(seq "$rounds"); do
  measure java-hello "$recvq" --version
  measure plain-recvq "$recvq" sockets
  measure plain-netstat netstat -tan
  measure plain-ss ss -tan
  measure owners-recvq "$recvq" sockets --owners
  measure owners-ss ss -tanp
  measure owners-netstat netstat -tanp
  measure owners-lsof lsof -nP -iTCP
done
# Inside the shell: one JVM takes the table again and again.
{
  for _ in $(seq 40); do echo 'time sockets > /dev/null'; done
} > "$results/script"
ip netns exec "$ns" "$recvq" run "$results/script" > "$results/shell" 2>&1 || true

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
for file in "$results"/*.time; do
  name=$(basename "$file" .time)
  echo "$name $(median "$file")" >> "$results/medians"
  printf '%-16s median %7.1f ms  %6d lines\n' "$name" \
    "$(median "$file" | awk '{ print $1 / 1000 }')" "$(cat "$results/$name.lines")"
done
awk '{ m[$1] = $2 } END {
  printf "without owners: recvq / netstat = %.2f, / ss = %.2f\n", m["plain-recvq"] / m["plain-netstat"], m["plain-recvq"] / m["plain-ss"]
  printf "with owners:    recvq / ss = %.2f, / netstat = %.2f, / lsof = %.2f\n", m["owners-recvq"] / m["owners-ss"], m["owners-recvq"] / m["owners-netstat"], m["owners-recvq"] / m["owners-lsof"]
}' "$results/medians"
[ -z "$ROWS" ] || awk '{ m[$1] = $2 } END {
  printf "socket table|time|ss|%.3f\nsocket table|time|netstat|%.3f\n", m["plain-ss"] / m["plain-recvq"], m["plain-netstat"] / m["plain-recvq"]
  for (tool in m) if (tool ~ /^owners-/ && tool != "owners-recvq")
    printf "socket table with owners|time|%s|%.3f\n", substr(tool, 8), m[tool] / m["owners-recvq"]
}' "$results/medians" >> "$ROWS"
tail -3 "$results/shell"
