#!/usr/bin/env python3
"""Writes a pcap file of framed traffic: make_capture.py OUT.pcap PACKETS [SEED [orderly]].

200 interleaved connections send requests and responses of one to four frames, four of five JSON and the others
binary, of 40 bytes to 20 KB; in segments of at most 1448 bytes, cut at the frames, at random or as large as may be,
with an acknowledgment for each second one. Of the segments with bytes one in 50 comes twice and one in 100 after
those that follow it, unless it shall be orderly. Prints what a decoder has to find, as JSON. A million packets are
about 750 MB.
"""
import json
import random
import struct
import sys

CONNECTIONS = 200
SEGMENT_BYTES = 1448
PACKET = struct.Struct(">6s6sH" "BBHIBBHII" "HHIIBBHI" "BBBBII")
RECORD = struct.Struct("<IIII")
FIN, SYN, PUSH, ACK = 1, 2, 8, 16


class Connection:
    """Where each way stands, the client's first; what has passed of it; and what waits to pass."""

    def __init__(self, number):
        self.ends = (0x0A000100 + number % 50, 40000 + number), (0x0A010001, 65432)
        self.next = [number * 1_000_003, number * 7_000_003]
        self.passed = [0, 0]
        self.waiting = []
        self.turn = 0
        self.add(0, SYN, b"", 1)
        self.add(1, SYN | ACK, b"", 1)
        self.add(0, ACK, b"", 0)

    def add(self, way, flags, payload, count):
        self.waiting.append((way, flags, self.next[way], payload))
        self.next[way] += count

    def packet(self, nanos):
        """The next one that waits, as a record of a file; it acknowledges all that has passed the other way."""
        way, flags, seq, payload = self.waiting.pop(0)
        counted = len(payload) + (1 if flags & (SYN | FIN) else 0)
        self.passed[way] = max(self.passed[way], seq + counted)
        (source, source_port), (target, target_port) = self.ends[way], self.ends[1 - way]
        acked = self.passed[1 - way] if flags & ACK else 0
        stamp = nanos // 10**6 & 0xFFFFFFFF
        size = PACKET.size + len(payload)
        return RECORD.pack(*divmod(nanos, 10**9), size, size) + PACKET.pack(
            b"\2\0\0\0\0\2", b"\2\0\0\0\0\1", 0x0800,
            0x45, 0, size - 14, 0, 64, 6, 0, source, target,
            source_port, target_port, seq & 0xFFFFFFFF, acked & 0xFFFFFFFF, 0x80, flags, 65000, 0,
            1, 1, 8, 10, stamp, stamp) + payload


def frame(rng, text, noise):
    """A frame, and how long its content is."""
    small = rng.random()
    size = rng.randrange(40, 400) if small < 0.7 else rng.randrange(400, 4000 if small < 0.92 else 20000)
    at = rng.randrange(len(text) - size)
    if rng.random() < 0.8:
        kind, encoding, content = "text/json", "utf-8", b'{"action": "search", "value": "%s"}' % text[at : at + size]
    else:
        kind, encoding, content = "binary/custom-client-binary-type", "binary", noise[at : at + size]
    header = '{"byteorder": "little", "content-type": "%s", "content-encoding": "%s", "content-length": %d}' % (
        kind, encoding, len(content))
    return struct.pack(">H", len(header)) + header.encode() + content, len(content)


def cuts(rng, frames):
    """Sizes of the segments of a message."""
    style = rng.randrange(3)
    for left in [len(one) for one in frames] if style == 0 else [sum(map(len, frames))]:
        while left > 0:
            most = rng.randrange(1, SEGMENT_BYTES) if style == 1 and rng.random() < 0.5 else SEGMENT_BYTES
            yield min(left, most)
            left -= min(left, most)


def disturb(rng, packets):
    """Some come twice, some late."""
    disturbed = list(packets)
    for at in range(len(packets) - 1, -1, -1):
        luck = rng.random()
        if packets[at][3] and luck < 0.02:
            disturbed.insert(min(len(disturbed), at + rng.randrange(1, 6)), packets[at])
        elif packets[at][3] and luck < 0.03:
            disturbed.insert(min(len(disturbed), at + rng.randrange(1, 3)), disturbed.pop(at))
    return disturbed


def message(rng, connection, frames, orderly):
    """Has these frames wait in segments, with their acknowledgments."""
    way, data, at = connection.turn, b"".join(frames), 0
    connection.turn = 1 - way
    for number, size in enumerate(cuts(rng, frames)):
        connection.add(way, ACK | (PUSH if at + size == len(data) else 0), data[at : at + size], size)
        at += size
        if number % 2:
            connection.add(1 - way, ACK, b"", 0)
    if not orderly:
        connection.waiting = disturb(rng, connection.waiting)


def main():
    out, packets = sys.argv[1], int(sys.argv[2])
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    orderly = sys.argv[4:] == ["orderly"]
    text = bytes(rng.choice(b"abcdefghijklmnopqrstuvwxyz     ") for _ in range(1 << 16))
    noise = rng.randbytes(1 << 16)
    connections = [Connection(number) for number in range(CONNECTIONS)]
    written = frames = content_bytes = 0
    nanos = 1_700_000_000 * 10**9
    with open(out, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262144, 1))

        def write(connection):
            nonlocal written, nanos
            file.write(connection.packet(nanos))
            nanos += 5_000
            written += 1

        while written < packets - 2 * CONNECTIONS:
            connection = rng.choice(connections)
            if not connection.waiting:
                made = [frame(rng, text, noise) for _ in range(rng.randrange(1, 5))]
                message(rng, connection, [data for data, _ in made], orderly)
                frames += len(made)
                content_bytes += sum(length for _, length in made)
            for _ in range(min(len(connection.waiting), rng.randrange(1, 5))):
                write(connection)
        for connection in connections:
            for way in (0, 1):
                connection.add(way, FIN | ACK, b"", 1)
            while connection.waiting:
                write(connection)
    print(json.dumps({"packets": written, "frames": frames, "contentBytes": content_bytes}))


if __name__ == "__main__":
    main()
