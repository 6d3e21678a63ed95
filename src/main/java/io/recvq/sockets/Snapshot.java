package io.recvq.sockets;

import java.util.List;

/**
 * The socket table at one moment.
 *
 * @param atNanos when it was read, on the clock of System.nanoTime
 * @param rows in the kernel's order
 * @param source who told
 * @param limits what could not be told or may be wrong, in plain words; empty when all is well
 */
public record Snapshot(long atNanos, List<SocketRow> rows, Source source, List<String> limits) {
  public Snapshot {
    rows = List.copyOf(rows);
    limits = List.copyOf(limits);
  }

  /** Who told. */
  public enum Source {
    SOCK_DIAG("sock_diag"),
    PROC("/proc/net");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
