package io.recvq.wire;

import java.nio.ByteBuffer;

/** The bytes of an array as a file, all of them at hand; counts the packets that are kept. */
final class ArrayWindow extends ByteWindow {
  private int kept;

  ArrayWindow(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
    end = bytes.length;
  }

  @Override
  protected boolean fill(int count) {
    return false;
  }

  @Override
  public void keep(CapturedPacket packet) {
    kept++;
  }

  int kept() {
    return kept;
  }
}
