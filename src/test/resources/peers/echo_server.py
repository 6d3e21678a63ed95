"""An echo server with one selector for many connections, until its standard input ends.

usage: echo_server.py
Prints its port, and each connection's bytes when it ends.
"""
import selectors
import socket
import sys

selector = selectors.DefaultSelector()
listener = socket.create_server(("127.0.0.1", 0))
selector.register(listener, selectors.EVENT_READ)
selector.register(sys.stdin, selectors.EVENT_READ)
print(listener.getsockname()[1], flush=True)
seen = {}
while True:
    for key, _ in selector.select():
        if key.fileobj is sys.stdin:
            if not sys.stdin.buffer.read1(1):
                sys.exit(0)
        elif key.fileobj is listener:
            sock, _ = listener.accept()
            seen[sock] = b""
            selector.register(sock, selectors.EVENT_READ)
        else:
            data = key.fileobj.recv(1024)
            if data:
                seen[key.fileobj] += data
                key.fileobj.sendall(data)
            else:
                selector.unregister(key.fileobj)
                print(seen.pop(key.fileobj).decode(), flush=True)
                key.fileobj.close()
