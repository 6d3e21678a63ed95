package io.recvq.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns under a header line, two spaces apart. Nothing is ever truncated; numbers are
 * aligned right. Cells are finished text: escaped and coloured by the caller.
 */
public final class Table {
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A column's heading and side.
   *
   * @param right whether cells are aligned right, as numbers are
   */
  public record Column(String heading, boolean right) {
    public static Column text(String heading) {
      return new Column(heading, false);
    }

    public static Column number(String heading) {
      return new Column(heading, true);
    }
  }

  public Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row with one cell for each column; throws IllegalArgumentException on another count. */
  public Table row(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells for " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** The header and the rows as lines without trailing spaces. */
  public List<String> lines(Style style) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = DisplayWidth.of(columns.get(i).heading());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>(rows.size() + 1);
    lines.add(style.bold(line(columns.stream().map(Column::heading).toList(), widths)));
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      int padding = widths[i] - DisplayWidth.of(cell);
      if (i > 0) {
        line.append("  ");
      }
      if (columns.get(i).right()) {
        line.append(" ".repeat(padding)).append(cell);
      } else {
        line.append(cell).append(" ".repeat(padding));
      }
    }
    return line.toString().stripTrailing();
  }
}
