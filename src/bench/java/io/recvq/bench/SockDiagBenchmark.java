package io.recvq.bench;

import io.recvq.sockets.Proto;
import io.recvq.sockets.SockDiagParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Rows a second out of the kernel's answer to a sock_diag dump (sock_diag(7)). */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SockDiagBenchmark {
  private static final int ROWS = 200;
  private static final int HEADER = 16;
  private static final int MESSAGE = 72;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short INET_DIAG_INFO = 2;

  /** Size of the tcp_info of each row; 0 for a dump without. */
  @Param({"0", "280"})
  public int infoBytes;

  private ByteBuffer datagram = ByteBuffer.allocate(0);

  @Setup
  public void fill() {
    int attribute = infoBytes == 0 ? 0 : 4 + infoBytes;
    datagram =
        ByteBuffer.allocateDirect(ROWS * (HEADER + MESSAGE + attribute))
            .order(ByteOrder.nativeOrder());
    for (int i = 0; i < ROWS; i++) {
      int at = datagram.position();
      datagram
          .putInt(HEADER + MESSAGE + attribute)
          .putShort(SOCK_DIAG_BY_FAMILY)
          .putShort((short) 0);
      datagram.putInt(1).putInt(0);
      // AF_INET, ESTABLISHED; a port of the client's own; 127.0.0.1 at both ends.
      datagram.put((byte) 2).put((byte) 1).put((byte) 0).put((byte) 0);
      datagram.put((byte) (i >> 8 | 0x80)).put((byte) i).put((byte) 0x1b).put((byte) 0x5a);
      datagram.putInt(at + HEADER + 8, 0x0100007f).putInt(at + HEADER + 24, 0x0100007f);
      datagram.putInt(at + HEADER + 68, 100_000 + i);
      datagram.position(at + HEADER + MESSAGE);
      if (infoBytes > 0) {
        datagram.putShort((short) attribute).putShort(INET_DIAG_INFO);
        datagram.position(datagram.position() + infoBytes);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int rows(Blackhole hole) {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    parser.read(datagram.position(0), (row, sequence) -> hole.consume(row));
    if (parser.answers() != ROWS || parser.malformed() != 0) {
      throw new IllegalStateException(parser.answers() + " rows");
    }
    return parser.answers();
  }
}
