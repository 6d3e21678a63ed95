package io.recvq.view;

import io.recvq.render.Escape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Received bytes as escaped lines of text. */
public final class RawText {
  private RawText() {}

  /** The bytes up to each line feed, escaped, the line feed itself left out. */
  public static List<String> lines(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      boolean end = i == bytes.length;
      if (end ? start < i : bytes[i] == '\n') {
        lines.add(Escape.bytes(Arrays.copyOfRange(bytes, start, i)));
        start = i + 1;
      }
    }
    return lines;
  }
}
