"""Makes one situation between two sockets, prints the server's port, and stays in it.

Usage: situation.py KIND [server ADDRESS PORT | client ADDRESS PORT]
"""
import socket
import sys
import threading
import time

keep = []


def listener(address="127.0.0.1", port=0, backlog=16, receive_buffer=None):
    made = socket.socket()
    if receive_buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((address, port))
    made.listen(backlog)
    keep.append(made)
    return made


def connect(address, send_buffer=None):
    made = socket.socket()
    if send_buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    made.connect(address)
    keep.append(made)
    return made


def announce(port):
    print("port", port, flush=True)


def write_a_little(sender, size, pause):
    while True:
        sender.send(b"x" * size)
        time.sleep(pause)


def write_for_ever(sender):
    chunk = b"x" * 65536
    while True:
        sender.send(chunk)


def read_for_ever(receiver, chunk=1 << 20, pause=0.0):
    while receiver.recv(chunk):
        time.sleep(pause)


def both_here(kind):
    server = listener(backlog=2 if kind == "backlog" else 16)
    port = server.getsockname()[1]
    if kind == "backlog":
        for _ in range(6):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(server.getsockname())
            keep.append(client)
        announce(port)
        threading.Event().wait()
    if kind == "leak":
        for _ in range(10):
            client = connect(server.getsockname())
            keep.append(server.accept()[0])
            client.close()
        announce(port)
        threading.Event().wait()
    client = connect(server.getsockname(), send_buffer=1 if kind == "send-buffer" else None)
    receiver, _ = server.accept()
    keep.append(receiver)
    announce(port)
    if kind == "not-reading":
        write_for_ever(client)
    if kind == "unread":
        client.send(b"x" * 5000)
    if kind == "slow-reader":
        threading.Thread(target=read_for_ever, args=(receiver, 4096, 0.01), daemon=True).start()
        write_for_ever(client)
    if kind == "send-buffer":
        threading.Thread(target=read_for_ever, args=(receiver,), daemon=True).start()
        write_for_ever(client)
    if kind == "application":
        threading.Thread(target=read_for_ever, args=(receiver,), daemon=True).start()
        write_a_little(client, 1000, 0.02)
    threading.Event().wait()


if len(sys.argv) == 2:
    both_here(sys.argv[1])
role, address, port = sys.argv[2], sys.argv[3], int(sys.argv[4])
if role == "server":
    server = listener(address, port, receive_buffer=8192 if sys.argv[1] == "window" else None)
    announce(port)
    read_for_ever(server.accept()[0])
else:
    sender = connect((address, port), send_buffer=1 if sys.argv[1] == "send-buffer" else None)
    announce(port)
    if sys.argv[1] == "application":
        write_a_little(sender, 10000, 0.01)
    write_for_ever(sender)
