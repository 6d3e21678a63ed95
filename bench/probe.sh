#!/bin/bash
# Times probe and ping beside a C scanner and nmap, interleaved, and prints medians and ratios.
# usage: bench/probe.sh SCAN [ROUNDS]    SCAN: a program called as SCAN IP LOW HIGH WINDOW TIMEOUT_MS
# Needs root (a network namespace for the filtered ports), nmap, nft and a packaged build.
set -e
scan=${1:?usage: bench/probe.sh SCAN [ROUNDS]}
rounds=${2:-9}
recvq=$(cd "$(dirname "$0")/.." && pwd)/target/recvq/bin/recvq
ns=recvq-bench-$$
ip netns add "$ns"
trap 'ip netns del "$ns"' EXIT
ip -n "$ns" link set lo up
ip netns exec "$ns" nft -f - <<'RULES'
table inet t {
  chain in {
    type filter hook input priority 0;
    ip daddr 127.0.0.2 tcp dport 1-1000 drop
  }
}
RULES
results=$(mktemp -d)
measure() { # name, command...
  local name=$1 from to
  shift
  from=$(date +%s%N)
  ip netns exec "$ns" "$@" > /dev/null 2>&1 || true
  to=$(date +%s%N)
  echo $(((to - from) / 1000)) >> "$results/$name"
}
for _ in $(seq "$rounds"); do
  measure closed-recvq "$recvq" probe 127.0.0.1 1-65535
  measure closed-c "$scan" 127.0.0.1 1 65535 512 300
  measure closed-nmap nmap -sT -n -Pn -T4 -p1-65535 127.0.0.1
  measure filtered-recvq "$recvq" probe 127.0.0.2 1-1000 --timeout 300ms
  measure filtered-c "$scan" 127.0.0.2 1 1000 2000 300
  measure filtered-nmap nmap -sT -n -Pn -T5 --max-retries 0 --max-rtt-timeout 300ms \
    --min-parallelism 1000 -p1-1000 127.0.0.2
done
gcc -O2 -o "$results.rtt" "$(dirname "$0")/tcp_rtt.c"
for _ in 1 2 3; do
  ip netns exec "$ns" "$results.rtt" 127.0.0.1 9 20 50 >> "$results.rtt-c"
  ip netns exec "$ns" "$recvq" ping --tcp 9 -c 20 -i 50ms 127.0.0.1 --json |
    sed -n 's/.*"rttMs":\([0-9.]*\).*/\1/p' | awk '{ print $1 * 1000 }' >> "$results.rtt-recvq"
done
middle() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
echo "ping --tcp: recvq $(middle "$results.rtt-recvq") us, C $(middle "$results.rtt-c") us"
for file in "$results"/*; do
  median=$(sort -n "$file" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
  echo "$(basename "$file") $median" >> "$results.medians"
  printf '%-16s median %7.1f ms\n' "$(basename "$file")" "$(echo "$median" | awk '{ print $1 / 1000 }')"
done
awk '{ m[$1] = $2 } END {
  printf "closed:   recvq / nmap = %.2f\n", m["closed-recvq"] / m["closed-nmap"]
  printf "filtered: recvq - timeout = %.0f ms\n", m["filtered-recvq"] / 1000 - 300
}' "$results.medians"
rm -r "$results" "$results".*
