#!/bin/sh
# Times how long short recvq commands take from start to end, beside `java -version` and the tools
# they stand next to; whole processes in turn, medians, as ratios to `java -version`.
# Usage: bench/startup.sh [ROUNDS]; needs python3 and a packaged recvq. JAVA_HOME chooses the Java.
set -e
here=$(cd "$(dirname "$0")" && pwd)
recvq=${RECVQ:-$here/../target/recvq/bin/recvq}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
sh "$(dirname "$recvq")/../lib/make-archive" "$(command -v "$java")"
exec python3 - "$recvq" "$java" "${1:-15}" << 'EOF'
import os, shutil, statistics, struct, subprocess, sys, tempfile, time

recvq, java, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
empty = tempfile.NamedTemporaryFile(suffix=".pcap")
empty.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
empty.flush()
commands = [[java, "-version"]]
for line in (
    "--version", "explain EPIPE", "explain --json 104", "bytes 103", "resolve 127.0.0.1",
    "sockets --port 1", "sockets --json --port 1", "probe 127.0.0.1 1", "doctor",
    "decode " + empty.name, "why --help", "help",
):
    commands.append([recvq] + line.split())
for line in ("ss -tan", "netstat -tan", "nmap --version", "tcpdump --version", "tshark --version"):
    if shutil.which(line.split()[0]):
        commands.append(line.split())

walls = [[] for _ in commands]
cpus = [[] for _ in commands]
for turn in range(rounds + 1):
    for i, command in enumerate(commands):
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) > 1:
            sys.exit("%s: status %d" % (" ".join(command), os.waitstatus_to_exitcode(status)))
        if turn:  # The first turn warms the page cache.
            walls[i].append(time.monotonic() - start)
            cpus[i].append(usage.ru_utime + usage.ru_stime)

version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr.splitlines()[0]
print("%s, %d processors, %d rounds" % (version, os.cpu_count(), rounds))
print("%-28s %8s %8s %9s" % ("command", "x time", "x cpu", "median ms"))
for command, wall, cpu in zip(commands, walls, cpus):
    name = " ".join(os.path.basename(word) for word in command)
    print("%-28s %8.2f %8.2f %9.1f" % (
        name if command[0] != recvq else "recvq " + " ".join(command[1:]).replace(empty.name, "EMPTY"),
        statistics.median(wall) / statistics.median(walls[0]),
        statistics.median(cpu) / statistics.median(cpus[0]), 1e3 * statistics.median(wall)))
EOF
