package io.recvq.check;

import io.recvq.document.DocumentException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A kind of checks: its keys beyond the common ones, and what reads them.
 *
 * @param word as files name it
 */
record CheckKind(String word, Reading reading, Set<String> keys) {

  /** Reads the keys of a kind. */
  interface Reading {
    Check read(Fields fields) throws DocumentException;
  }

  /** All kinds, in the order of the documentation. */
  static final List<CheckKind> ALL =
      List.of(
          kind("tcp", TcpCheck::read, "state", "banner", "latency-below"),
          kind("frame", FrameCheck::read, "request", "expect", "latency-below"),
          kind("bytes", BytesCheck::read, "steps"),
          kind(
              "http",
              HttpCheck::read,
              "method",
              "send-headers",
              "status",
              "headers",
              "body",
              "latency-below"),
          kind("tls", TlsCheck::read, "server-name", "days-left", "version", "names", "trusted"),
          kind("dns", DnsCheck::read, "addresses", "family"),
          kind("ping", PingCheck::read, "count", "interval", "loss-below", "latency-below", "tcp"),
          kind(
              "socket",
              SocketCheck::read,
              "process",
              "recv-q-below",
              "send-q-below",
              "close-wait-growth",
              "for"),
          kind("capture", CaptureCheck::read, "port", "malformed", "frames-at-least", "p99-below"));

  private static CheckKind kind(String word, Reading reading, String... keys) {
    return new CheckKind(word, reading, Set.of(keys));
  }

  Check read(Fields fields) throws DocumentException {
    return reading.read(fields);
  }

  static Optional<CheckKind> of(String word) {
    return ALL.stream().filter(kind -> kind.word.equals(word)).findFirst();
  }

  static String words() {
    return ALL.stream().map(CheckKind::word).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return word;
  }
}
