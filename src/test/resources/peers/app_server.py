"""An application server in the framed protocol, for one connection.

usage: app_server.py
Prints its port, then the request's bytes in hexadecimal; answers a search for morpheus and any binary request.
"""
import json
import socket
import struct

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
sock, _ = listener.accept()
data = b""


def have(count):
    global data
    while len(data) < count:
        piece = sock.recv(4096)
        if not piece:
            raise EOFError
        data += piece


have(2)
size = struct.unpack(">H", data[:2])[0]
have(2 + size)
head = json.loads(data[2 : 2 + size])
have(2 + size + head["content-length"])
print(data.hex(), flush=True)
content = data[2 + size :]
if head["content-type"] == "text/json":
    value = json.loads(content)["value"]
    result = "Follow the white rabbit. \U0001f430" if value == "morpheus" else "No match for '%s'." % value
    kind, encoding, body = "text/json", "utf-8", json.dumps({"result": result}, ensure_ascii=False).encode()
else:
    kind, encoding = "binary/custom-server-binary-type", "binary"
    body = b"First 10 bytes of request: " + content[:10]
answer = json.dumps(
    {"byteorder": "little", "content-type": kind, "content-encoding": encoding, "content-length": len(body)}
).encode()
message = struct.pack(">H", len(answer)) + answer + body
for at in range(0, len(message), 7):
    sock.sendall(message[at : at + 7])
sock.close()
