package io.recvq.sockets;

/** The kinds of sockets that the table knows. */
public enum Proto {
  TCP("tcp", 6),
  UDP("udp", 17),
  RAW("raw", 255),
  UNIX("unix", 0);

  private final String word;
  private final int number;

  Proto(String word, int number) {
    this.word = word;
    this.number = number;
  }

  /** The name in the first column: {@code tcp}, {@code udp}, {@code raw}, {@code unix}. */
  public String word() {
    return word;
  }

  /** The IPPROTO number that sock_diag is asked with (linux/in.h); 0 for Unix sockets. */
  public int number() {
    return number;
  }
}
