package io.recvq.capture;

/** An expression that the language of pcap-filter(7) does not have. */
public final class FilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String message;

  /**
   * @param words libpcap's, which may begin with what it could not do
   */
  FilterException(String expression, String words) {
    super(words);
    String reason = words.replaceFirst("^.*filter expression:? *", "");
    this.message =
        "the filter '"
            + expression
            + "' is wrong: "
            + reason
            + "; the language is that of pcap-filter(7)";
  }

  @Override
  public String getMessage() {
    return message;
  }
}
