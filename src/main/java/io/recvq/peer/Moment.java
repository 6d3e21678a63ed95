package io.recvq.peer;

import io.recvq.net.SizeText;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * When an effect begins.
 *
 * @param bytes of {@link Place#AFTER}; 0 elsewhere
 */
public record Moment(Place place, long bytes) {
  /** From the first moment on. */
  public static final Moment ACCEPT = new Moment(Place.ACCEPT, 0);

  /** Points in the life of a connection, in the order in which they come. */
  public enum Place {
    /** When the connection is there. */
    ACCEPT("accept"),
    /** When so many bytes have passed. */
    AFTER("after=BYTES"),
    /** After the first of the two bytes of a frame's length. */
    LENGTH("length"),
    /** In the middle of a frame's header. */
    HEADER("header"),
    /** In the middle of a frame's content. */
    CONTENT("content"),
    /** Before the first byte of the response. */
    RESPONSE("response"),
    /** In the middle of the first response. */
    IN_RESPONSE("in-response");

    private final String word;

    Place(String word) {
      this.word = word;
    }
  }

  /** Reads a moment as in {@code after=1k}; throws IllegalArgumentException with all of them. */
  static Moment parse(String text) {
    if (text.startsWith("after=")) {
      return new Moment(Place.AFTER, SizeText.parse(text.substring("after=".length())));
    }
    for (Place place : Place.values()) {
      if (place != Place.AFTER && place.word.equals(text)) {
        return new Moment(place, 0);
      }
    }
    throw new IllegalArgumentException("no moment '" + text + "'; there are " + words());
  }

  /** All moments as they are written. */
  public static String words() {
    return Arrays.stream(Place.values()).map(p -> p.word).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return place == Place.AFTER ? "after=" + bytes : place.word;
  }
}
