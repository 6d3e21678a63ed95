def accept(listener, options, blocking=True):
    sock, _ = listener.accept()
    prepare(sock, options, blocking)
    return sock
