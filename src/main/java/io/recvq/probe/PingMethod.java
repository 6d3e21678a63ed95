package io.recvq.probe;

/** How round trips are measured. */
public enum PingMethod {
  ICMP_DATAGRAM("ICMP datagram socket"),
  ICMP_RAW("raw ICMP socket"),
  /** The time until a connect is accepted or refused; either shows that the host is there. */
  TCP_CONNECT("TCP connect");

  private final String text;

  PingMethod(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
