def listen(address, port, backlog, options):
    sock = opened(address, options)
    sock.bind((address, port))
    sock.listen(backlog)
    return sock
