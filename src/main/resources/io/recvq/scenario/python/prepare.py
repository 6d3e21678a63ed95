def prepare(sock, options, blocking=True):
    for level, name, value in options:
        sock.setsockopt(level, name, value)
    sock.setblocking(blocking)
