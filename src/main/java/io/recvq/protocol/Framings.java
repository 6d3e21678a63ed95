package io.recvq.protocol;

/** The framings that have a name. */
public final class Framings {
  /** The application protocol: two bytes of length, a JSON header, the content. */
  public static final Framing APP = new AppFraming();

  private Framings() {}
}
