"""Times servers side by side; see peers.sh. One server runs at a time, in turns, each on one processor and the
load on another one. Ratios are medians of the ratios within a turn: a slow moment of the machine hits both."""

import glob, json, os, shutil, signal, socket, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
RECVQ = os.environ.get("RECVQ", HERE + "/../target/recvq/bin/recvq")
WORK = sys.argv[1]
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 7
CHOSEN = sys.argv[3:]
SECONDS = os.environ.get("SECONDS_A_RUN", "3")
MOST_WARMING_RUNS, COMPILING_PART = 12, 0.02
TICKS = os.sysconf("SC_CLK_TCK")
PINNED = os.cpu_count() > 1 and shutil.which("taskset")


def pinned(processor, command):
    return ["taskset", "-c", str(processor)] + command if PINNED else command


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server in a process group of its own."""

    def __init__(self, name, command, processor=1):
        self.name = name
        port = free_port()
        command = [word.replace("PORT", str(port)) for word in command]
        told = open(os.path.join(WORK, "told"), "wb+")
        self.process = subprocess.Popen(pinned(processor, command), stdin=subprocess.DEVNULL, stdout=told,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        self.port = self.listening(told, port)
        self.runs = []

    def listening(self, told, port):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            told.seek(0)
            for line in told.read().decode(errors="replace").splitlines():
                if line.startswith("listening on "):
                    return int(line.rsplit(":", 1)[1])
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return port
            except OSError:
                time.sleep(0.05)
        sys.exit("%s does not listen" % self.name)

    def processes(self):
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/stat" % pid) as stat:
                    fields = stat.read().rpartition(")")[2].split()
                if int(fields[2]) == self.process.pid:
                    yield pid, fields
            except OSError:
                continue

    def cpu(self):
        """Seconds of all its processes, those that have ended included."""
        return sum(sum(map(int, fields[11:15])) for _, fields in self.processes()) / TICKS

    def compilers(self):
        """Seconds of the JVM's compilers; their threads end when there is nothing to do for long, so it may shrink."""
        seconds = 0
        for task in glob.glob("/proc/%d/task/*/stat" % self.process.pid):
            try:
                with open(task) as stat:
                    name, _, fields = stat.read().rpartition(")")
                if "CompilerThre" in name:
                    seconds += sum(map(int, fields.split()[11:13])) / TICKS
            except OSError:
                continue
        return seconds

    def warm_up(self, arguments):
        """Compiled code is what a server runs for the rest of its life: waits until there is little left to compile."""
        for turn in range(MOST_WARMING_RUNS):
            compilers, all_of_it = self.compilers(), self.cpu()
            self.measure(arguments)
            if turn > 0 and self.compilers() - compilers < COMPILING_PART * (self.cpu() - all_of_it):
                return

    def memory(self):
        """Resident bytes of all its processes."""
        return sum(int(fields[21]) for _, fields in self.processes()) * os.sysconf("SC_PAGE_SIZE")

    def measure(self, arguments):
        before = self.cpu()
        command = [WORK + "/load", arguments[0], str(self.port)] + arguments[1:]
        run = json.loads(subprocess.run(pinned(0, command), capture_output=True, check=True).stdout)
        if run["errors"]:
            run["failed"] = True
        run["cpuMicros"] = (self.cpu() - before) * 1e6 / max(1, run["allExchanges"])
        return run

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def recvq(*words):
    return [RECVQ] + list(words)


def tool(program, *words):
    return [program] + list(words) if shutil.which(program) else None


ECHO = {
    "recvq": recvq("serve", "echo", "127.0.0.1:0", "--quiet"),
    "C": [WORK + "/echo_server"],
    "socat": tool("socat", "TCP-LISTEN:PORT,fork,reuseaddr,backlog=1024,bind=127.0.0.1", "PIPE"),
    "ncat": tool("ncat", "-l", "127.0.0.1", "PORT", "-k", "-m", "4000", "-e", "/bin/cat"),
}
APP = {"recvq": recvq("serve", "app", "127.0.0.1:0", "--quiet"), "C": [WORK + "/app_server"]}
SHOWN = {"recvq": recvq("serve", "app", "127.0.0.1:0"), "C": [WORK + "/app_server"]}
PROXY = {
    "recvq": recvq("proxy", "127.0.0.1:0", "TARGET", "--quiet"),
    "socat": tool("socat", "-b", "65536", "TCP-LISTEN:PORT,fork,reuseaddr,backlog=1024,bind=127.0.0.1",
                  "TCP:TARGET"),
}


def only(servers, *names):
    return {name: command for name, command in servers.items() if name in names and command}


CASES = [
    ("echo, 64 B, 50 connections", only(ECHO, "recvq", "C", "socat", "ncat"), ["echo", "50", "64", SECONDS]),
    ("echo, 64 B, 1000 connections", only(ECHO, "recvq", "C"), ["echo", "1000", "64", SECONDS]),
    ("echo, 64 KiB, 50 connections", only(ECHO, "recvq", "C", "socat"), ["echo", "50", "65536", SECONDS]),
    ("connect, echo, close, 200 at once", only(ECHO, "recvq", "C"), ["reconnect", "200", "64", "20000"]),
    ("app server, 50 at once", APP, ["app", "50", "0", "20000"]),
    ("app server, 200 at once", APP, ["app", "200", "0", "20000"]),
    ("app server that prints all, 50 at once", SHOWN, ["app", "50", "0", "20000"]),
    ("proxy, 64 B, 50 connections", only(PROXY, "recvq", "socat"), ["echo", "50", "64", SECONDS]),
    ("proxy, 64 KiB, 50 connections", only(PROXY, "recvq", "socat"), ["echo", "50", "65536", SECONDS]),
]


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def paired(key, ours, theirs):
    """The median of the ratios within the turns, and the least and the most of them."""
    ratios = [a[key] / b[key] for a, b in zip(ours, theirs) if b[key]]
    return statistics.median(ratios), min(ratios), max(ratios)


def note(case, measure, name, advantage):
    """Hands a row to whoever collects them (all.sh): how many times better recvq is than the other tool."""
    if os.environ.get("ROWS"):
        with open(os.environ["ROWS"], "a") as rows:
            rows.write("%s|%s|%s|%.3f\n" % (case, measure, name, advantage))


def compare(case, commands, arguments):
    target = Server("target", [WORK + "/echo_server"], 0) if case.startswith("proxy") else None
    servers = []
    try:
        for name, command in commands.items():
            words = [word.replace("TARGET", "127.0.0.1:%d" % target.port) if target else word for word in command]
            servers.append(Server(name, words))
        servers[0].warm_up(arguments)
        for turn in range(ROUNDS):
            for server in servers if turn % 2 == 0 else servers[::-1]:
                server.runs.append(server.measure(arguments))
        report(case, servers, arguments)
    finally:
        for server in servers + ([target] if target else []):
            server.stop()


def report(case, servers, arguments):
    print("\n%s" % case)
    ours = servers[0].runs
    for server in servers:
        failed = sum(run["errors"] for run in server.runs)
        line = "  %-6s %9.0f /s  p99 %8.2f ms  %7.2f us CPU each" % (
            server.name, median(server.runs, "perSecond"), median(server.runs, "p99Micros") / 1e3,
            median(server.runs, "cpuMicros"))
        if arguments[0] == "echo" and int(arguments[2]) > 4096:
            line += "  %7.0f MB/s" % median(server.runs, "megabytesPerSecond")
        if server is not servers[0]:
            rate, cpu = paired("perSecond", ours, server.runs), paired("cpuMicros", ours, server.runs)
            line += "   recvq: %.2f (%.2f to %.2f) of its rate, %.2f (%.2f to %.2f) of its CPU" % (rate + cpu)
            note(case, "rate", server.name, rate[0])
            note(case, "CPU", server.name, 1 / cpu[0])
        print(line + ("  %d ERRORS" % failed if failed else ""), flush=True)


def idle(connections):
    print("\n%d idle connections, each answered once" % connections)
    for name in ("recvq", "C"):
        server = Server(name, ECHO[name])
        try:
            before = server.memory()
            command = [WORK + "/load", "hold", str(server.port), str(connections), "64", "0"]
            load = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            answer = json.loads(load.stdout.readline())
            after = server.memory()
            print("  %-6s %d answered, %.0f MB in all, %.2f KB a connection" % (
                name, answer["exchanges"], after / 1e6, (after - before) / connections / 1e3), flush=True)
            load.stdin.close()
            load.wait()
        finally:
            server.stop()


def generators():
    """recvq's own load generator against the C server, beside the one in C."""
    for connections in ("50", "1000"):
        server = Server("C", ECHO["C"])
        pairs = []
        try:
            for _ in range(max(3, ROUNDS // 2)):
                c = server.measure(["echo", connections, "64", SECONDS])
                command = recvq("load", "echo", "127.0.0.1:%d" % server.port, "-c", connections, "--json",
                                "--duration", "4s", "--interval", "500ms")
                lines = subprocess.run(pinned(0, command), capture_output=True, check=True).stdout.splitlines()
                intervals = [json.loads(line) for line in lines][:-1]
                warm = [each["perSecond"] for each in intervals if 2000 < each["elapsedMs"] < 3900]
                pairs.append((statistics.median(warm), c["perSecond"]))
        finally:
            server.stop()
        ratio = statistics.median(a / b for a, b in pairs)
        print("\nload generator, echo of 64 B, %s connections" % connections)
        print("  recvq  %9.0f /s\n  C      %9.0f /s   recvq: %.2f of its rate" % (
            statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), ratio), flush=True)
        note("load generator, %s connections" % connections, "rate", "C", ratio)


for case, commands, arguments in CASES:
    if not CHOSEN or any(word in case for word in CHOSEN):
        compare(case, commands, arguments)
if not CHOSEN or "idle" in CHOSEN:
    idle(10000)
if not CHOSEN or "load" in CHOSEN:
    generators()
