#!/bin/bash
# Times probe and ping beside C programs and nmap, interleaved: wall and processor time, medians and ratios.
# usage: bench/probe.sh [ROUNDS]
# Needs root (a network namespace for the filtered ports), nmap, nft, gcc, GNU time and a packaged build.
set -e
rounds=${1:-9}
here=$(cd "$(dirname "$0")" && pwd)
recvq=$here/../target/recvq/bin/recvq
results=$(mktemp -d)
ns=recvq-bench-$$
ip netns add "$ns"
trap 'ip netns del "$ns"; rm -r "$results"' EXIT
ip -n "$ns" link set lo up
ip netns exec "$ns" nft -f - <<'RULES'
table inet t {
  chain in {
    type filter hook input priority 0;
    ip daddr 127.0.0.2 tcp dport 1-1000 drop
  }
}
RULES
gcc -O2 -pthread -o "$results/scan" "$here/c/scan.c"
gcc -O2 -o "$results/rtt" "$here/c/tcp_rtt.c"
mkdir "$results/times"

measure() { # NAME COMMAND...
  local name=$1
  shift
  ip netns exec "$ns" /usr/bin/time -q -a -o "$results/times/$name" -f '%e %U %S' "$@" > /dev/null 2>&1 || true
}
for _ in $(seq "$rounds"); do
  measure java java -Xshare:auto -version
  measure closed-recvq "$recvq" probe 127.0.0.1 1-65535
  measure closed-c "$results/scan" 127.0.0.1 1 65535
  measure closed-c-reuse "$results/scan" 127.0.0.1 1 65535 reuse
  measure closed-nmap nmap -sT -n -Pn -T4 -p1-65535 127.0.0.1
  measure filtered-recvq "$recvq" probe 127.0.0.2 1-1000 --timeout 300ms
  measure filtered-nmap nmap -sT -n -Pn -T5 --max-retries 0 --max-rtt-timeout 300ms \
    --min-parallelism 1000 -p1-1000 127.0.0.2
done
for _ in 1 2 3; do
  ip netns exec "$ns" "$results/rtt" 127.0.0.1 9 20 50 >> "$results/rtt-c"
  ip netns exec "$ns" "$recvq" ping --tcp 9 -c 20 -i 50ms 127.0.0.1 --json |
    sed -n 's/.*"rttMs":\([0-9.]*\).*/\1/p' | awk '{ print $1 * 1000 }' >> "$results/rtt-recvq"
done

middle() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
for file in "$results"/times/*; do
  wall=$(awk '{ print $1 }' "$file" | middle)
  cpu=$(awk '{ print $2 + $3 }' "$file" | middle)
  echo "$(basename "$file") $wall $cpu" >> "$results/medians"
  printf '%-16s wall %6.2f s   processor %6.2f s\n' "$(basename "$file")" "$wall" "$cpu"
done
awk '{ wall[$1] = $2; cpu[$1] = $3 } END {
  for (peer in wall) if (peer ~ /^closed-/ && peer != "closed-recvq")
    printf "recvq / %s: wall %.2f, processor %.2f\n", peer, wall["closed-recvq"] / wall[peer], cpu["closed-recvq"] / cpu[peer]
  printf "filtered: recvq - time-out = %.0f ms, of which java -version %.0f ms\n",
    (wall["filtered-recvq"] - 0.3) * 1000, wall["java"] * 1000
}' "$results/medians"
[ -z "$ROWS" ] || awk '{ m[$1] = $2 } END {
  printf "probe, 65,535 closed ports|time|C|%.3f\nprobe, 65,535 closed ports|time|nmap|%.3f\n",
    m["closed-c"] / m["closed-recvq"], m["closed-nmap"] / m["closed-recvq"]
}' "$results/medians" >> "$ROWS"
echo "ping --tcp: recvq $(middle < "$results/rtt-recvq") us, C $(middle < "$results/rtt-c") us"
