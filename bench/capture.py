"""Captures a flood of datagrams on loopback with recvq and tcpdump in turns and compares what each counted with what
was sent; see capture.sh. Usage: capture.py WORK [COUNT [ROUNDS]]"""

import json, os, re, shutil, signal, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
RECVQ = os.environ.get("RECVQ", HERE + "/../target/recvq/bin/recvq")
WORK = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3

# The kernel shows packets of loopback twice and counts drops of both; which of the two was dropped it does not say.
TOLERANCE = 0.05


def recvq(port, file, buffer_mb):
    command = [RECVQ, "capture", "lo", "--json", "-w", file, "--buffer", "%dM" % buffer_mb,
               "--filter", "udp dst port %d" % port]
    return command, "capturing on", lambda out, err: (
        lambda last: (last["packets"], last.get("droppedByKernel", 0)))(json.loads(out.splitlines()[-1]))


def tcpdump(port, file, buffer_mb):
    command = ["tcpdump", "-i", "lo", "-w", file, "-B", str(buffer_mb * 1024), "udp dst port %d" % port]
    return command, "listening on", lambda out, err: (
        int(re.search(r"(\d+) packets? captured", err)[1]), int(re.search(r"(\d+) packets? dropped by kernel", err)[1]))


def run(tool, buffer_mb):
    flood = subprocess.Popen([WORK + "/flood", str(COUNT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    command, ready, counts = tool(int(flood.stdout.readline()), WORK + "/flood.pcapng", buffer_mb)
    with open(WORK + "/err", "w+") as err, open(WORK + "/out", "w+") as out:
        capture = subprocess.Popen(command, stdout=out, stderr=err)
        while ready not in open(WORK + "/err").read():
            if capture.poll() is not None:
                sys.exit("%s cannot capture: %s" % (tool.__name__, open(WORK + "/err").read()))
            time.sleep(0.05)
        time.sleep(0.5)
        rate = float(flood.communicate("go\n")[0])
        time.sleep(1)  # What the kernel still holds is handed on.
        capture.send_signal(signal.SIGTERM if tool is recvq else signal.SIGINT)
        _, _, usage = os.wait4(capture.pid, 0)
        captured, dropped = counts(open(WORK + "/out").read(), open(WORK + "/err").read())
    off = captured + dropped - COUNT
    exact = "exact" if off == 0 else "%+d" % off
    print("%-8s %5.1f MB buffer  sent %d at %6.0f /s = %7d captured + %7d dropped: %s; %.2f us CPU each" % (
        tool.__name__, buffer_mb, COUNT, rate, captured, dropped, exact,
        (usage.ru_utime + usage.ru_stime) * 1e6 / max(1, captured)), flush=True)
    cost.setdefault(tool.__name__, []).append((usage.ru_utime + usage.ru_stime) / max(1, captured))
    return abs(off) <= COUNT * TOLERANCE


cost = {}
good = True
for _ in range(ROUNDS):
    for buffer_mb in (1, 8, 64):
        for tool in (recvq, tcpdump) if shutil.which("tcpdump") else (recvq,):
            good &= run(tool, buffer_mb) or tool is not recvq
if os.environ.get("ROWS") and "tcpdump" in cost:
    with open(os.environ["ROWS"], "a") as rows:
        rows.write("capture, %d datagrams|CPU|tcpdump|%.3f\n" % (
            COUNT, statistics.median(cost["tcpdump"]) / statistics.median(cost["recvq"])))
sys.exit(0 if good else 1)
