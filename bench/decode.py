"""The comparison that decode.sh runs: decode.py FOLDER PACKETS ROUNDS LARGEST; see there."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RECVQ = os.environ.get("RECVQ", os.path.join(HERE, "..", "target", "recvq", "bin", "recvq"))
SMALL_PACKETS = 22_000


def make(work, packets, *how):
    """A capture of so many packets, and what a decoder has to find in it."""
    file = os.path.join(work, "-".join((str(packets),) + how) + ".pcap")
    told = subprocess.run(
        [sys.executable, os.path.join(HERE, "make_capture.py"), file, str(packets), "1", *how],
        check=True, stdout=subprocess.PIPE)
    return file, json.loads(told.stdout)


def check(file, truth):
    """Fails unless recvq finds every frame."""
    last = subprocess.run(
        [RECVQ, "decode", "--stats", "--json", file], check=True, stdout=subprocess.PIPE)
    found = json.loads(last.stdout.splitlines()[-1])
    if found["frames"] != truth["frames"] or found["malformed"]:
        sys.exit("recvq found %(frames)d frames and %(malformed)d malformed" % found)


def anonymous_kb(pid):
    """Memory of a process that no file is behind, in KB: heap, stacks and what the JVM itself needs."""
    try:
        with open("/proc/%d/status" % pid) as status:
            for line in status:
                if line.startswith("RssAnon:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def run(command):
    """Seconds, and the most anonymous memory that was seen, looking every 5 ms."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    while True:
        pid, status, _ = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        most = max(most, anonymous_kb(process.pid))
        time.sleep(0.005)
    seconds = time.monotonic() - start
    if status:
        sys.exit("failed: %s" % command)
    return seconds, most


def commands(work, file):
    known = {
        "recvq": [RECVQ, "decode", file],
        "C limit": [os.path.join(work, "decode_limit"), file],
    }
    if shutil.which("tcpdump"):
        known["tcpdump"] = ["tcpdump", "-nn", "-r", file]
    if shutil.which("tshark"):
        lua = os.path.join(work, "recvq.lua")
        with open(lua, "w") as out:
            subprocess.run([RECVQ, "dissector", "--port", "65432"], stdout=out, check=True)
        shown = ["frame.time_relative", "tcp.stream", "ip.src", "ip.dst", "recvq.content_type", "recvq.content_length"]
        known["tshark"] = ["tshark", "-X", "lua_script:" + lua, "-o", "tcp.reassemble_out_of_order:TRUE", "-r", file,
                           "-Y", "recvq", "-T", "fields"] + [word for field in shown for word in ("-e", field)]
    return known


def compare(known, rounds):
    """Seconds of each, as medians of rounds in turn, printed; tshark, which takes half a minute, runs only once."""
    walls = {name: [] for name in known}
    for turn in range(rounds):
        for name, command in known.items():
            if name != "tshark" or turn == 0:
                walls[name].append(run(command)[0])
    middle = {name: statistics.median(times) for name, times in walls.items()}
    for name, times in walls.items():
        print("%-8s median %7.3f s  (%.3f to %.3f)  %6.2f times recvq's" % (
            name, middle[name], min(times), max(times), middle[name] / middle["recvq"]))
    return middle


def describe(file, truth, what):
    print("%d packets, %s, %d MB: all of %d frames found, none malformed" % (
        truth["packets"], what, os.path.getsize(file) >> 20, truth["frames"]))


def verdict(what, ratio, bound, at_most):
    met = ratio <= bound if at_most else ratio >= bound
    print("%-46s %6.2f  (asked for: %s %g) %s" % (
        what, ratio, "at most" if at_most else "at least", bound, "met" if met else "NOT met"))


def main():
    work, packets, rounds, largest = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    orderly, truth = make(work, packets, "orderly")
    check(orderly, truth)
    describe(orderly, truth, "in order")
    middle = compare(commands(work, orderly), rounds)
    os.remove(orderly)

    file, truth = make(work, packets)
    check(file, truth)
    describe(file, truth, "some twice or out of order")
    known = commands(work, file)
    known.pop("tshark", None)
    compare(known, rounds)

    if os.environ.get("ROWS"):
        with open(os.environ["ROWS"], "a") as rows:
            for name in middle:
                if name != "recvq":
                    rows.write("decode, %d packets|time|%s|%.3f\n" % (
                        packets, name.replace("C limit", "C"), middle[name] / middle["recvq"]))

    print("files of several sizes, in turn:")
    sizes = [packets // 10, packets] + ([packets * largest] if largest > 1 else [])
    files = {packets: (file, truth)}
    for size in sizes:
        needed = os.path.getsize(file) * size // packets
        if size not in files and shutil.disk_usage(work).free < 1.2 * needed:
            print("%d packets left out: no room for %d MB" % (size, needed >> 20))
        elif size not in files:
            files[size] = make(work, size)
            check(*files[size])
    most = 0
    for size in sorted(files):
        seconds, memory = zip(*[run([RECVQ, "decode", files[size][0]]) for _ in range(min(rounds, 3))])
        most = max(most, max(memory) >> 10)
        print("%9d packets %8.3f s, %5.2f s a million; %3d MB of anonymous memory" % (
            size, statistics.median(seconds), statistics.median(seconds) * 1e6 / size, max(memory) >> 10))

    small, _ = make(work, SMALL_PACKETS)
    small_seconds = statistics.median(run([RECVQ, "decode", small])[0] for _ in range(2 * rounds))
    verdict("recvq's time, of the C limit's", middle["recvq"] / middle["C limit"], 2.5, True)
    if "tcpdump" in middle:
        verdict("tcpdump's time, of recvq's", middle["tcpdump"] / middle["recvq"], 4, False)
    if "tshark" in middle:
        verdict("tshark's time, of recvq's", middle["tshark"] / middle["recvq"], 40, False)
    verdict("memory beyond the file, MB", most, 100, True)
    verdict("%d packets, seconds" % SMALL_PACKETS, small_seconds, 0.25, True)


if __name__ == "__main__":
    main()
