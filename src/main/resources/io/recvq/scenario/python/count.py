def count(state, column, port):
    """How many sockets are in a state (tcp_states.h): column 1 is the local end, 2 the other."""
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table][1:]
    return sum(int(row[3], 16) == state and int(row[column].split(":")[1], 16) == port for row in rows)
