package io.recvq.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;

/**
 * Any text as a filter of sockets: a reason in words why it is none, or one that can be asked, and
 * of which what is left to the kernel never leaves out a row that matches.
 */
public final class FilterFuzz {
  private static final List<InetRow> ROWS =
      List.of(
          Rows.tcp(SocketState.ESTABLISHED, "127.0.0.1:7002", "127.0.0.1:40000", 1, 0, 9),
          Rows.tcp(SocketState.LISTEN, "[::]:80", "[::]:0", 0, 128, 10),
          Rows.tcp(SocketState.TIME_WAIT, "10.0.0.1:443", "10.0.0.2:50000", 0, 0, 0));

  private FilterFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    List<String> words = List.of(new String(data, UTF_8).split(" "));
    try {
      Filter filter = FilterParser.parse(words, name -> OptionalLong.of(name.length()));
      ROWS.forEach(row -> ask(filter, row));
      assertFalse(filter.toString().isEmpty());
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
    }
  }

  private static void ask(Filter filter, InetRow row) {
    if (filter.test(row) == Filter.Answer.YES) {
      assertTrue((filter.stateMask() & row.state().bit()) != 0, "states of " + filter);
      OptionalLong port = filter.port().stream().asLongStream().findFirst();
      assertTrue(
          port.isEmpty()
              || port.getAsLong() == row.local().port()
              || port.getAsLong() == row.remote().port(),
          "port of " + filter);
    }
  }
}
