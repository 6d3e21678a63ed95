"""Asks an application server in the framed protocol.

usage: app_client.py PORT CLIENTS CHUNK ACTION VALUE
CLIENTS connections at once, each request sent in pieces of CHUNK bytes (0: in one piece).
Prints each answer as a line: header length, content type, content; then "closed" when the server ended.
"""
import json
import socket
import struct
import sys
import threading

port, clients, chunk = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
action, value = sys.argv[4], sys.argv[5]
if action in ("search", "frob"):
    kind, encoding = "text/json", "utf-8"
    content = json.dumps({"action": action, "value": value}, ensure_ascii=False).encode()
else:
    kind, encoding = "binary/custom-client-binary-type", "binary"
    content = (action + value).encode()
header = json.dumps(
    {
        "byteorder": sys.byteorder,
        "content-type": kind,
        "content-encoding": encoding,
        "content-length": len(content),
    }
).encode()
request = struct.pack(">H", len(header)) + header + content
answers = [None] * clients
together = threading.Barrier(clients)


def exactly(sock, count):
    data = b""
    while len(data) < count:
        piece = sock.recv(count - len(data))
        if not piece:
            raise EOFError("the server closed after %d of %d bytes" % (len(data), count))
        data += piece
    return data


def ask(number):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            together.wait(60)
            step = chunk or len(request)
            for at in range(0, len(request), step):
                sock.sendall(request[at : at + step])
            size = struct.unpack(">H", exactly(sock, 2))[0]
            head = json.loads(exactly(sock, size))
            body = exactly(sock, head["content-length"])
            ended = sock.recv(1) == b""
            answers[number] = "%d %s %s%s" % (
                size,
                head["content-type"],
                body.decode(),
                " closed" if ended else "",
            )
    except Exception as e:
        answers[number] = "failed: %r" % e


threads = [threading.Thread(target=ask, args=(i,)) for i in range(clients)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("\n".join(answers))
