package io.recvq.report;

/** What a curve counts. */
public enum Unit {
  BYTES("bytes"),
  BYTES_PER_SECOND("rate"),
  MICROSECONDS("micros"),
  COUNT("count");

  private final String word;

  Unit(String word) {
    this.word = word;
  }

  /** Its name in the data of the page. */
  String word() {
    return word;
  }
}
