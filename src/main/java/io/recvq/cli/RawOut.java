package io.recvq.cli;

import io.recvq.render.Escape;
import java.nio.ByteBuffer;

/**
 * What a raw connection delivers: to a pipe as it is, to a terminal with its control characters
 * shown, or as a hex dump.
 */
final class RawOut {
  private final CommandContext context;
  private final boolean hex;
  private long offset;

  RawOut(CommandContext context, boolean hex) {
    this.context = context;
    this.hex = hex;
  }

  void show(ByteBuffer bytes) {
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    if (hex) {
      dump(piece);
    } else if (context.terminal().outputIsTerminal()) {
      lines(piece);
    } else {
      context.out().write(piece, 0, piece.length);
    }
    offset += piece.length;
  }

  /** Ends of lines stay what they are; everything else that a terminal obeys is shown. */
  private void lines(byte[] piece) {
    String safe = Escape.bytes(piece).replace("\\r\\n", "\n").replace("\\n", "\n");
    context.out().print(safe);
  }

  private void dump(byte[] piece) {
    for (int from = 0; from < piece.length; from += 16) {
      StringBuilder line = new StringBuilder(String.format("%08x ", offset + from));
      StringBuilder text = new StringBuilder();
      for (int i = from; i < from + 16; i++) {
        if (i < piece.length) {
          line.append(String.format(" %02x", piece[i]));
          text.append(piece[i] >= ' ' && piece[i] < 0x7f ? (char) piece[i] : '.');
        } else {
          line.append("   ");
        }
      }
      context.out().println(line.append("  ").append(text).toString());
    }
  }
}
