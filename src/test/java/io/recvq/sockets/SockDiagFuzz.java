package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Any bytes as the kernel's sock_diag answer, after one byte that chooses the protocol. */
public final class SockDiagFuzz {
  private static final Proto[] PROTOS = Proto.values();

  private SockDiagFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 1) {
      return;
    }
    SockDiagParser parser = new SockDiagParser(PROTOS[(data[0] & 0xff) % PROTOS.length]);
    List<SocketRow> rows = new ArrayList<>();
    parser.read(ByteBuffer.wrap(data, 1, data.length - 1).slice(), (row, number) -> rows.add(row));
    assertTrue(parser.malformed() >= 0 && parser.answers() >= rows.size());
    for (SocketRow row : rows) {
      row.localText();
      row.remoteText();
      assertEquals(row, row);
      assertTrue(!row.toString().isEmpty());
    }
  }
}
