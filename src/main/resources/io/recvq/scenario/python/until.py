def until(what, holds):
    """Waits until the kernel shows it."""
    end = time.monotonic() + 5
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"not reproduced: not seen: {what}")
        time.sleep(0.01)
    print(f"seen: {what}")
