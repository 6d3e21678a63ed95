#!/bin/sh
# One paragraph about the machine and the tools that a comparison ran with.
recvq=${RECVQ:-$(dirname "$0")/../target/recvq/bin/recvq}
model=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
memory=$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)
echo "$(nproc) processors ($model), $memory GB, Linux $(uname -r | cut -d- -f1), $("$recvq" --version | head -n 1)"
java=${RECVQ_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/}java}
"$java" -version 2>&1 | sed -n '1s/ .*version "/ /;1s/".*//p'
for package in socat ncat tshark tcpdump nmap iproute2 net-tools lsof gcc; do
  dpkg-query -W -f '${Package} ${Version}\n' "$package" 2> /dev/null || true
done | paste -sd ';' | sed 's/;/, /g'
