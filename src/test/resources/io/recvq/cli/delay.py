"""A link between two network namespaces that takes its time.

Usage: delay.py NAMESPACE_A NAMESPACE_B MILLISECONDS. A is 10.98.0.1, B is 10.98.0.2. Prints "ready", and ends with
its standard input.
"""
import collections
import ctypes
import fcntl
import os
import select
import struct
import subprocess
import sys
import threading
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
CLONE_NEWNET = 0x40000000

first, second, delay = sys.argv[1], sys.argv[2], int(sys.argv[3]) / 1000
libc = ctypes.CDLL(None, use_errno=True)


def tunnel(namespace, address):
    """A tun device in the namespace; its descriptor works from any."""
    inside = os.open("/run/netns/" + namespace, os.O_RDONLY)
    if libc.setns(inside, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"slow", IFF_TUN_NO_PI))
    subprocess.run(["ip", "addr", "add", address + "/24", "dev", "slow"], check=True)
    subprocess.run(["ip", "link", "set", "slow", "txqueuelen", "10000", "up"], check=True)
    return device


def relay(ends):
    late = collections.deque()
    while True:
        wait = max(0, late[0][0] - time.monotonic()) if late else 1
        for end in select.select(ends, [], [], wait)[0]:
            late.append((time.monotonic() + delay, ends[1 - ends.index(end)], os.read(end, 65536)))
        while late and late[0][0] <= time.monotonic():
            _, end, packet = late.popleft()
            os.write(end, packet)


both = [tunnel(first, "10.98.0.1"), tunnel(second, "10.98.0.2")]
threading.Thread(target=relay, args=(both,), daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
