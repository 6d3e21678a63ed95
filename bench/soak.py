"""A soak test of recvq's servers and proxy; see soak.sh. Usage: soak.py MINUTES CSV"""

import collections, os, random, signal, socket, struct, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
RECVQ = os.environ.get("RECVQ", HERE + "/../target/recvq/bin/recvq")
MINUTES, CSV = float(sys.argv[1]), sys.argv[2]
# How hard it pushes: clients at a time, the longest pause of one between two connections, good exchanges a second.
CLIENTS = int(os.environ.get("CLIENTS", "200"))
PAUSE_SECONDS = float(os.environ.get("PAUSE_SECONDS", "0.05"))
RATE = os.environ.get("RATE", "2000")
# What a program opens when it first needs it, and keeps: a native library, a netlink socket.
OPENED_ONCE = 3
SEED = int(os.environ.get("SEED", "1"))
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6
REQUEST_HEADER = (b'{"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", '
                  b'"content-length": 41}')
REQUEST = struct.pack(">H", len(REQUEST_HEADER)) + REQUEST_HEADER + b'{"action": "search", "value": "morpheus"}'
EFFECTS = ["", "delay=5ms", "slice=7", "throttle=200K", "dribble=1ms@after=1000", "corrupt@after=500",
           "reset@after=5000", "half-close@after=3000", "truncate@after=2000", "stall=300ms@after=100",
           "jitter=10ms", "close@after=10000"]


class Program:
    """A recvq process that listens, with what the kernel says of it."""

    def __init__(self, name, *words):
        self.name = name
        self.process = subprocess.Popen([RECVQ, *words, "--quiet"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def look(self):
        """Resident megabytes, open descriptors, threads."""
        folder = "/proc/%d/" % self.process.pid
        with open(folder + "statm") as statm:
            memory = int(statm.read().split()[1]) * PAGE_MB
        # The JVM starts and ends its compilers' threads as it needs them.
        threads = [open(folder + "task/" + task + "/comm").read().strip() for task in os.listdir(folder + "task")]
        return memory, len(os.listdir(folder + "fd")), sum("Compiler" not in name for name in threads)


def receive(connection, count):
    """So many bytes, or fewer when the peer ends."""
    left = count
    while left and (data := connection.recv(min(left, 65536))):
        left -= len(data)


def polite_echo(connection, dice):
    for _ in range(dice.randint(1, 50)):
        message = dice.randbytes(dice.choice([1, 64, 1000, 65536]))
        connection.sendall(message)
        receive(connection, len(message))


def polite_app(connection, dice):
    connection.sendall(REQUEST)
    receive(connection, 10000)


def talk(connection, dice):
    for _ in range(dice.randint(1, 20)):
        connection.sendall(b"line %d\n" % dice.randint(0, 10**9))
        time.sleep(dice.random() / 10)


def garbage(connection, dice):
    connection.sendall(dice.randbytes(dice.randint(1, 20000)))
    receive(connection, 1000)


def half_a_frame(connection, dice):
    connection.sendall(REQUEST[:dice.randint(1, len(REQUEST) - 1)])
    time.sleep(dice.random())


def never_reads(connection, dice):
    connection.settimeout(1)
    for _ in range(200):
        connection.sendall(bytes(65536))


def half_closes(connection, dice):
    connection.sendall(REQUEST)
    connection.shutdown(socket.SHUT_WR)
    receive(connection, 100000)


def leaves(connection, dice):
    time.sleep(dice.random() / 10)


MANNERS = {
    "echo": [polite_echo, garbage, never_reads, half_closes, leaves],
    "app": [polite_app, polite_app, garbage, half_a_frame, half_closes, never_reads, leaves],
    "chat": [talk, talk, garbage, never_reads, half_closes, leaves],
    "proxy": [polite_echo, polite_echo, garbage, never_reads, half_closes, leaves],
}


def client(programs, dice, until, counts):
    """One bad client after the other; what the other side does to it is no concern of the test."""
    while time.monotonic() < until:
        program = dice.choice(programs)
        manner = dice.choice(MANNERS[program.name])
        try:
            with socket.create_connection(("127.0.0.1", program.port), timeout=3) as connection:
                if dice.random() < 0.3:  # Its close will be a reset.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                manner(connection, dice)
            counts[manner.__name__, "done"] += 1
        except OSError as failure:
            counts[manner.__name__, type(failure).__name__] += 1
        time.sleep(dice.random() * PAUSE_SECONDS)


def change_effects(path, dice, until):
    while time.monotonic() < until:
        with open(path + ".new", "w") as file:
            file.write(dice.choice(EFFECTS) + "\n")
        os.replace(path + ".new", path)
        time.sleep(2)


def record(programs, start, until, out, seen):
    while time.monotonic() < until:
        for program in programs:
            memory, descriptors, threads = program.look()
            seen[program.name].append((memory, descriptors, threads))
            out.write("%.1f,%s,%.1f,%d,%d\n" % (
                time.monotonic() - start, program.name, memory, descriptors, threads))
        out.flush()
        time.sleep(1)


def soak(programs, effects, out, seen, counts):
    start = time.monotonic()
    until = start + MINUTES * 60
    work = [(client, (programs, random.Random(SEED * 10000 + i), until, counts)) for i in range(CLIENTS)]
    work.append((change_effects, (effects, random.Random(SEED), until)))
    threads = [threading.Thread(target=target, args=arguments) for target, arguments in work]
    for thread in threads:
        thread.start()
    record(programs, start, until, out, seen)
    for thread in threads:
        thread.join()


def settled(program, before):
    """Waits until the descriptors are those of before the clients came; they may take a moment to be closed."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if program.look()[1] <= before[1]:
            return program.look()
        time.sleep(0.2)
    return program.look()


def judge(program, before, samples):
    after = settled(program, before)
    third = max(1, len(samples) // 3)
    middle = max(memory for memory, _, _ in samples[third:2 * third] or samples)
    last = max(memory for memory, _, _ in samples[2 * third:] or samples)
    faults = []
    if after[1] > before[1] + OPENED_ONCE:
        faults.append("descriptors leak")
    if after[2] > before[2] + 1:
        faults.append("threads leak")
    if last > middle * 1.1 + 5:
        faults.append("memory grows")
    print("%-6s %5.0f MB, at most %5.0f in the middle third and %5.0f in the last; descriptors %d, at most %d, %d after;"
          " threads %d, %d after%s" % (
              program.name, before[0], middle, last, before[1], max(d for _, d, _ in samples), after[1],
              before[2], after[2], "  " + ", ".join(faults).upper() if faults else ""))
    return not faults


def main():
    folder = tempfile.mkdtemp()
    effects = folder + "/effects"
    open(effects, "w").close()
    echo = Program("echo", "serve", "echo", "127.0.0.1:0")
    programs = [echo, Program("app", "serve", "app", "127.0.0.1:0"), Program("chat", "serve", "chat", "127.0.0.1:0"),
                Program("proxy", "proxy", "127.0.0.1:0", "127.0.0.1:%d" % echo.port, "--effects-file", effects)]
    load = subprocess.Popen([RECVQ, "load", "echo", "127.0.0.1:%d" % echo.port, "-c", "50", "--rate", RATE,
                             "--duration", "%ds" % (MINUTES * 60)], stdout=subprocess.PIPE, text=True)
    before = {}
    for program in programs:
        socket.create_connection(("127.0.0.1", program.port)).close()
        before[program.name] = program.look()
    seen, counts = collections.defaultdict(list), collections.Counter()
    with open(CSV, "w") as out:
        out.write("seconds,program,memoryMB,descriptors,threads\n")
        soak(programs, effects, out, seen, counts)
    print(load.communicate()[0].splitlines()[1])
    print("%d clients in turn: %s" % (counts.total(), ", ".join(
        "%s %s %d" % (manner, end, count) for (manner, end), count in sorted(counts.items()))))
    good = [judge(program, before[program.name], seen[program.name]) for program in programs]
    for program in programs:
        program.process.send_signal(signal.SIGTERM)
    statuses = [program.process.wait(30) for program in programs]
    print("ended by SIGTERM with status " + ", ".join(map(str, statuses)))
    return 0 if all(good) else 1


sys.exit(main())
