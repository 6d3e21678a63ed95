def read_frame(sock):
    """A frame: two bytes of length in network order, a JSON header, the content."""
    header = exactly(sock, struct.unpack(">H", exactly(sock, 2))[0])
    try:
        header = header.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("bad-utf8")
    try:
        header = json.loads(header)
    except ValueError:
        raise ValueError("bad-json")
    for key in ("byteorder", "content-length", "content-type", "content-encoding"):
        if key not in header:
            raise ValueError("missing-header")
    size = header["content-length"]
    if not isinstance(size, int) or size < 0:
        raise ValueError("bad-content-length")
    if size > 64 << 20:
        raise ValueError("too-large")
    content = exactly(sock, size)
    try:
        json.loads(content.decode(header["content-encoding"]))
    except ValueError:
        raise ValueError("bad-content")
    return content
