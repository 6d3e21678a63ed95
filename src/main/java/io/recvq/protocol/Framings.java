package io.recvq.protocol;

import io.recvq.protocol.LengthFraming.Counts;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Framings by name and by description. */
public final class Framings {
  /** The application protocol: two bytes of length, a JSON header, the content. */
  public static final Framing APP = new AppFraming();

  /** The names that {@link #parse} takes. */
  public static final List<String> NAMES =
      List.of("app", "lines", "u16be", "u32be", "u32le", "varint", "http1");

  private Framings() {}

  /**
   * Reads a name of {@link #NAMES}, or a description: {@code
   * length:width=4,offset=2,order=little,counts=frame,header=8,magic=cafe,content=json} or {@code
   * json:width=2,key=content-length}; what is left out has its usual value. Throws
   * IllegalArgumentException with the reason.
   */
  public static Framing parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    Settings settings = new Settings(colon < 0 ? "" : text.substring(colon + 1));
    Framing framing =
        switch (kind.toLowerCase(Locale.ROOT)) {
          case "app" -> APP;
          case "http1" -> new HttpFraming();
          case "lines" -> new LinesFraming(settings.content());
          case "u16be" -> fixed(kind, 2, true, settings);
          case "u32be" -> fixed(kind, 4, true, settings);
          case "u32le" -> fixed(kind, 4, false, settings);
          case "varint" -> fixed(kind, LengthField.VARINT, true, settings);
          case "length" -> described(settings);
          case "json" ->
              new JsonHeaderFraming(
                  field(settings, 2), settings.take("key", "content-length"), settings.content());
          default ->
              throw new IllegalArgumentException(
                  "no framing '"
                      + text
                      + "'; names are "
                      + String.join(", ", NAMES)
                      + "; or describe it: length:width=4,order=big,counts=rest");
        };
    settings.refuseLeftOvers(kind);
    return framing;
  }

  private static Framing fixed(String name, int width, boolean bigEndian, Settings settings) {
    LengthField field = new LengthField(0, width, bigEndian);
    return new LengthFraming(name, field, Counts.REST, 0, new byte[0], settings.content());
  }

  private static Framing described(Settings settings) {
    LengthField field = field(settings, 4);
    String counts = settings.take("counts", "rest");
    Counts counted =
        switch (counts) {
          case "rest" -> Counts.REST;
          case "frame" -> Counts.FRAME;
          case "content" -> Counts.CONTENT;
          default ->
              throw new IllegalArgumentException(
                  "counts is rest, frame or content, not '" + counts + "'");
        };
    int headerBytes = settings.number("header", 0);
    byte[] magic = settings.bytes("magic");
    return new LengthFraming("length", field, counted, headerBytes, magic, settings.content());
  }

  private static LengthField field(Settings settings, int usualWidth) {
    int offset = settings.number("offset", 0);
    String order = settings.take("order", "big");
    if (!order.equals("big") && !order.equals("little")) {
      throw new IllegalArgumentException("order is big or little, not '" + order + "'");
    }
    String width = settings.take("width", Integer.toString(usualWidth));
    int bytes = width.equals("varint") ? LengthField.VARINT : number("width", width);
    if (bytes == LengthField.VARINT && !width.equals("varint")) {
      throw new IllegalArgumentException("width is 1, 2, 3, 4, 8 or varint, not '" + width + "'");
    }
    return new LengthField(offset, bytes, order.equals("big"));
  }

  private static int number(String key, String value) {
    if (!value.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(key + " is a number, not '" + value + "'");
    }
    return Integer.parseInt(value);
  }

  /** The {@code key=value} pairs of a description; each is taken once. */
  private static final class Settings {
    private final Map<String, String> values = new HashMap<>();

    Settings(String text) {
      if (text.isEmpty()) {
        return;
      }
      for (String pair : text.split(",", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException("'" + pair + "' in a framing is no KEY=VALUE");
        }
        values.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }

    String take(String key, String usual) {
      String value = values.remove(key);
      return value == null ? usual : value;
    }

    int number(String key, int usual) {
      return Framings.number(key, take(key, Integer.toString(usual)));
    }

    byte[] bytes(String key) {
      String hex = take(key, "");
      try {
        return HexFormat.of().parseHex(hex);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + " is hexadecimal bytes, not '" + hex + "'", e);
      }
    }

    ContentKind content() {
      return ContentKind.parse(take("content", "auto"));
    }

    void refuseLeftOvers(String kind) {
      if (!values.isEmpty()) {
        throw new IllegalArgumentException(
            "a framing of kind " + kind + " has no '" + values.keySet().iterator().next() + "'");
      }
    }
  }
}
