package io.recvq.peer;

import io.recvq.net.SizeText;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * When an effect begins.
 *
 * @param bytes of {@link Place#AFTER}; 0 elsewhere
 * @param which frame or response is meant, counted from 1; {@link #EACH} for every one
 */
public record Moment(Place place, long bytes, int which) {
  /** Every frame, or every response. */
  public static final int EACH = 0;

  /** From the first moment on. */
  public static final Moment ACCEPT = new Moment(Place.ACCEPT, 0, 1);

  /** Points in the life of a connection, in the order in which they come. */
  public enum Place {
    /** When the connection is there. */
    ACCEPT("accept"),
    /** When so many bytes have passed. */
    AFTER("after"),
    /** After the first of the two bytes of a frame's length. */
    LENGTH("length"),
    /** In the middle of a frame's header. */
    HEADER("header"),
    /** In the middle of a frame's content. */
    CONTENT("content"),
    /** Before the first byte of a response. */
    RESPONSE("response"),
    /** In the middle of a response. */
    IN_RESPONSE("in-response");

    private final String word;

    Place(String word) {
      this.word = word;
    }

    private boolean comesAgain() {
      return compareTo(LENGTH) >= 0;
    }

    private String usage() {
      return this == AFTER ? word + "=BYTES" : comesAgain() ? word + "[=K|each]" : word;
    }
  }

  /**
   * Reads a moment as in {@code after=1k}, {@code header}, {@code header=3} or {@code header=each};
   * throws IllegalArgumentException with all of them.
   */
  static Moment parse(String text) {
    int equals = text.indexOf('=');
    String word = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    for (Place place : Place.values()) {
      if (place.word.equals(word)) {
        if (place == Place.AFTER) {
          return new Moment(place, SizeText.parse(value), 1);
        }
        if (equals < 0) {
          return new Moment(place, 0, 1);
        }
        if (place.comesAgain()) {
          return new Moment(place, 0, which(value));
        }
      }
    }
    throw new IllegalArgumentException("no moment '" + text + "'; there are " + words());
  }

  private static int which(String value) {
    if (value.equals("each")) {
      return EACH;
    }
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("'" + value + "' is not each, or a number from 1");
    }
    return Integer.parseInt(value);
  }

  /** All moments as they are written. */
  public static String words() {
    return Arrays.stream(Place.values()).map(Place::usage).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    if (place == Place.AFTER) {
      return "after=" + bytes;
    }
    return place.word + (which == 1 ? "" : which == EACH ? "=each" : "=" + which);
  }
}
