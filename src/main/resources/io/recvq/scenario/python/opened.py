def opened(address, options, blocking=True):
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    prepare(sock, options, blocking)
    return sock
