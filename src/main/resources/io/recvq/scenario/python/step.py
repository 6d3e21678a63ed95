def step(what, expected, call, asked=None):
    """Makes a call, tells what it returned, and ends the program when that is not as expected."""
    began = time.monotonic()
    value = None
    try:
        value = call()
        answer = "eof" if value == b"" else "ok"
    except OSError as e:
        answer = errno.errorcode[e.errno] if e.errno else "hang"
    except ValueError as e:
        answer = str(e)
    size = len(value) if isinstance(value, bytes) else value if isinstance(value, int) else None
    if answer == "ok" and size is not None:
        answer = f"{size} bytes"
    print(f"{what}: {answer}, {(time.monotonic() - began) * 1000:.1f} ms")
    worked = answer == "ok" or answer.endswith(" bytes")
    partial = size is not None and asked is not None and 0 < size < asked
    if not (expected in (answer, "anything") or expected == "ok" and worked or expected == "partial" and partial):
        sys.exit(f"not reproduced: {expected} was expected")
    return value
