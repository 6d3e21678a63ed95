def fill(sock, size):
    """Writes on and on; the answer is the kernel's refusal."""
    total = 0
    chunk = bytes(size)
    try:
        while total < 1 << 30:
            total += sock.send(chunk)
    finally:
        print(f"  {total} bytes were accepted")
    return total
