#!/bin/sh
# Times `recvq decode` beside tcpdump and tshark, whole processes in turn, and prints medians and
# ratios. Usage: bench/decode.sh [PACKETS [ROUNDS]]; needs python3 and a packaged recvq.
set -e
here=$(cd "$(dirname "$0")" && pwd)
recvq=${RECVQ:-$here/../target/recvq/bin/recvq}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/make_capture.py" "$work/big.pcap" "${1:-1000000}" > "$work/truth.json"
echo "made: $(cat "$work/truth.json")"
"$recvq" decode --json "$work/big.pcap" | tail -n 1 > "$work/summary.json"
python3 - "$recvq" "$work" "${2:-5}" << 'EOF'
import json, os, shutil, statistics, subprocess, sys, time

recvq, work, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
file = work + "/big.pcap"
truth = json.load(open(work + "/truth.json"))
found = json.load(open(work + "/summary.json"))
if found["frames"] != truth["frames"] or found["malformed"]:
    sys.exit("recvq found %d frames and %d malformed" % (found["frames"], found["malformed"]))
print("exact: %d frames, none malformed" % found["frames"])

commands = {"recvq": [recvq, "decode", file]}
if shutil.which("tcpdump"):
    commands["tcpdump"] = ["tcpdump", "-nn", "-r", file]
if shutil.which("tshark"):
    lua = work + "/recvq.lua"
    with open(lua, "w") as out:
        subprocess.run([recvq, "dissector", "--port", "65432"], stdout=out, check=True)
    reassemble = ["-o", "tcp.reassemble_out_of_order:TRUE"]
    commands["tshark"] = ["tshark", "-X", "lua_script:" + lua] + reassemble + ["-r", file]

walls = {name: [] for name in commands}
peaks = dict.fromkeys(commands, 0)
for turn in range(rounds):
    for name, command in commands.items():
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit("%s failed: %s" % (name, command))
        walls[name].append(time.monotonic() - start)
        peaks[name] = max(peaks[name], usage.ru_maxrss)
own = statistics.median(walls["recvq"])
print("%-8s %9s %8s %10s" % ("", "median", "ratio", "peak"))
for name, times in walls.items():
    middle = statistics.median(times)
    print("%-8s %7.2f s %7.1fx %7d MB" % (name, middle, middle / own, peaks[name] >> 10))
print("the file takes %d MB of recvq's peak: it is mapped" % (os.path.getsize(file) >> 20))
EOF
