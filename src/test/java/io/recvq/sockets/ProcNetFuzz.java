package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Any bytes as a file of /proc/net; each line is a row or counted as malformed. */
public final class ProcNetFuzz {
  private ProcNetFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      List<SocketRow> rows = new ArrayList<>();
      ProcNetParser parser = new ProcNetParser(rows::add, order);
      parser.inet(Proto.TCP, data, data.length);
      parser.inet(Proto.UDP, data, data.length);
      parser.unix(data, data.length);
      long lines = 0;
      for (byte b : data) {
        lines += b == '\n' ? 1 : 0;
      }
      assertTrue(rows.size() + parser.malformed() <= 3 * (lines + 1));
      for (SocketRow row : rows) {
        assertTrue(!row.toString().isEmpty());
        row.localText();
        row.remoteText();
      }
    }
  }
}
