package io.recvq.document;

/** A document is not what it should be; the message says where. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final int line;
  private final int column;

  /**
   * @param file the document's name as the user gave it
   * @param line from 1
   * @param column from 1
   * @param problem what is wrong, and what would be right
   */
  public DocumentException(String file, int line, int column, String problem) {
    this.message = file + ":" + line + ":" + column + ": " + problem;
    this.line = line;
    this.column = column;
  }

  private DocumentException(String message, int line, int column) {
    this.message = message;
    this.line = line;
    this.column = column;
  }

  /** The same place with another message. */
  public DocumentException rewritten(String with) {
    return new DocumentException(with, line, column);
  }

  /** {@code FILE:LINE:COLUMN: what is wrong}. */
  @Override
  public String getMessage() {
    return message;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
