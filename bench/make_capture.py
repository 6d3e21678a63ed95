#!/usr/bin/env python3
"""Writes a pcap file of framed traffic: make_capture.py OUT.pcap PACKETS [SEED].

200 interleaved connections send JSON frames of 100 bytes to 16 KiB in segments of 1448 bytes; one
segment in 200 comes after the one that follows it, and one in 100 comes twice. Prints what a decoder
has to find, as JSON.
"""
import json
import random
import struct
import sys

CONNECTIONS = 200
SEGMENT_BYTES = 1448


def frame(rng, text):
    size = min(16384, int(100 * 1.1 ** rng.randrange(0, 54)))
    at = rng.randrange(len(text) - size)
    content = b'{"action": "search", "value": "' + text[at : at + size] + b'"}'
    header = (
        b'{"byteorder": "little", "content-type": "text/json", '
        b'"content-encoding": "utf-8", "content-length": %d}' % len(content)
    )
    return struct.pack(">H", len(header)) + header + content, len(content)


def packet(connection, seq, payload, nanos):
    total = 40 + len(payload)
    ip = struct.pack(">BBHIBBHII", 0x45, 0, total, 0, 64, 6, 0, 0x0A000001, 0x0A000002)
    tcp = struct.pack(
        ">HHIIBBHI", 40000 + connection, 65432, seq & 0xFFFFFFFF, 1, 0x50, 0x18, 65000, 0
    )
    record = struct.pack("<IIII", nanos // 10**9, nanos % 10**9, total, total)
    return record + ip + tcp + payload


def main():
    out, packets = sys.argv[1], int(sys.argv[2])
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    text = bytes(rng.choice(b"abcdefghijklmnopqrstuvwxyz     ") for _ in range(1 << 16))
    seqs = [1] * CONNECTIONS
    written = frames = content_bytes = 0
    nanos = 1_700_000_000 * 10**9
    with open(out, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262144, 101))
        while written < packets:
            connection = rng.randrange(CONNECTIONS)
            data, content = frame(rng, text)
            frames += 1
            content_bytes += content
            segments = []
            for at in range(0, len(data), SEGMENT_BYTES):
                piece = data[at : at + SEGMENT_BYTES]
                segments.append((seqs[connection], piece))
                seqs[connection] += len(piece)
                if rng.random() < 0.01:
                    segments.append(segments[-1])
            established = frames > CONNECTIONS * 20
            if established and len(segments) > 1 and rng.random() < 0.005 * len(segments):
                at = rng.randrange(len(segments) - 1)
                segments[at], segments[at + 1] = segments[at + 1], segments[at]
            for seq, piece in segments:
                file.write(packet(connection, seq, piece, nanos))
                nanos += 5_000
            written += len(segments)
    print(json.dumps({"packets": written, "frames": frames, "contentBytes": content_bytes}))


if __name__ == "__main__":
    main()
