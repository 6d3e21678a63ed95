"""Sockets of every kind in every state that lasts, in this process's network namespace.

Prints "ready", and ends with its standard input.
"""
import os
import socket
import subprocess
import sys
import tempfile

subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
keep = []


def tcp(family=socket.AF_INET):
    made = socket.socket(family, socket.SOCK_STREAM)
    keep.append(made)
    return made


def listener(address="127.0.0.1", family=socket.AF_INET, backlog=16):
    made = tcp(family)
    if address == "::":
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    made.bind((address, 0))
    made.listen(backlog)
    return made


def pair(server, address=None, family=socket.AF_INET):
    client = tcp(family)
    client.connect(address or server.getsockname())
    accepted, _ = server.accept()
    keep.append(accepted)
    return client, accepted


def fill(sender):
    sender.setblocking(False)
    try:
        while True:
            sender.send(b"x" * 65536)
    except BlockingIOError:
        pass


v4 = listener()
v6 = listener("::1", socket.AF_INET6)
dual = listener("::", socket.AF_INET6)

# Nothing queued; bytes queued at the receiver; bytes queued at both ends.
pair(v4)
client, server = pair(v4)
client.send(b"x" * 1000)
client, server = pair(v4)
fill(client)
server.send(b"y" * 77)
pair(v6, family=socket.AF_INET6)
# A client of IPv4 at a listener of IPv6: mapped addresses.
client, server = pair(dual, ("127.0.0.1", dual.getsockname()[1]))
client.send(b"z" * 5)

# A listener that nobody accepts from: a full queue, and a client that waits in SYN_SENT.
full = listener(backlog=1)
for _ in range(4):
    client = tcp()
    client.setblocking(False)
    client.connect_ex(full.getsockname())

# CLOSE_WAIT and FIN_WAIT2, with bytes unread and without.
client, server = pair(v4)
client.shutdown(socket.SHUT_WR)
client, server = pair(v4)
client.send(b"last")
client.close()
# FIN_WAIT1: the FIN waits behind bytes that the peer does not take.
client, server = pair(v4)
fill(client)
client.shutdown(socket.SHUT_WR)
# CLOSING: in FIN_WAIT1, and the peer's FIN has come; the peer is in FIN_WAIT2.
client, server = pair(v4)
fill(client)
client.shutdown(socket.SHUT_WR)
server.shutdown(socket.SHUT_WR)
# LAST_ACK: the other way round, its own FIN comes last and waits.
client, server = pair(v4)
fill(server)
client.shutdown(socket.SHUT_WR)
server.shutdown(socket.SHUT_WR)
# TIME_WAIT: both sides closed in good order.
client, server = pair(v4)
client.close()
server.close()
# Bound and not connected.
tcp().bind(("127.0.0.1", 0))

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
talker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
talker.connect(udp.getsockname())
talker.send(b"u" * 100)
udp6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
udp6.bind(("::1", 0))

folder = tempfile.mkdtemp()
unix = socket.socket(socket.AF_UNIX)
unix.bind(os.path.join(folder, "a socket"))
unix.listen(3)
caller = socket.socket(socket.AF_UNIX)
caller.connect(os.path.join(folder, "a socket"))
abstract = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
abstract.bind("\0recvq-zoo")
left, right = socket.socketpair()
left.send(b"hello")
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)

print("ready", flush=True)
sys.stdin.read()
