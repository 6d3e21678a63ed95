package io.recvq.probe;

/** What a probe found out about a port, in nmap's words where it has one. */
public enum PortState {
  OPEN("open"),
  CLOSED("closed"),
  /** Something on the way drops or forbids: no answer after every attempt, or a prohibition. */
  FILTERED("filtered"),
  /** UDP only: silence, which an open port and a dropping filter have in common. */
  OPEN_FILTERED("open|filtered"),
  /** A router, or this machine, says that there is no way to the host. */
  UNREACHABLE("unreachable"),
  /** Not found out: this machine's limits, or the end of the time given, came first. */
  UNKNOWN("unknown");

  private final String text;

  PortState(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
