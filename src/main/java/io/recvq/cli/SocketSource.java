package io.recvq.cli;

/** Who is asked for the socket table. */
enum SocketSource {
  AUTO,
  SOCK_DIAG,
  PROC;

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
