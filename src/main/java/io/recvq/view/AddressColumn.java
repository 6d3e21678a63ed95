package io.recvq.view;

import io.recvq.net.Endpoint;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.LineBuilder;
import io.recvq.sockets.InetRow;

/**
 * A column of addresses, whose width is known when the last one is: they are kept as bytes, one
 * behind the other, because there can be a hundred thousand of them.
 */
final class AddressColumn {
  private final LineBuilder text = new LineBuilder();
  private final int[] ends;
  private final int[] columns;
  private int count;
  private int width;

  /**
   * A column that becomes as wide as its widest address.
   *
   * @param rows how many addresses will be added
   */
  AddressColumn(int rows, String heading) {
    ends = new int[rows];
    columns = new int[rows];
    width = heading.length();
  }

  /** Adds one end of this row. */
  void add(InetRow row, Endpoint end) {
    if (row.showsPort(end)) {
      int before = text.length();
      text.endpoint(end);
      added(text.length() - before);
    } else {
      String shown = row.text(end);
      text.text(shown);
      added(shown.length());
    }
  }

  /** Adds a foreign name, as the path of a Unix socket. */
  void add(String foreign) {
    String shown = Escape.text(foreign);
    text.text(shown);
    added(DisplayWidth.of(shown));
  }

  private void added(int shownColumns) {
    ends[count] = text.length();
    columns[count] = shownColumns;
    width = Math.max(width, shownColumns);
    count++;
  }

  /** Columns that the longest one needs. */
  int width() {
    return width;
  }

  /** Writes one of them, filled up to the width. */
  void writeTo(LineBuilder line, int index) {
    line.part(text, index == 0 ? 0 : ends[index - 1], ends[index]);
    line.spaces(width - columns[index]);
  }
}
