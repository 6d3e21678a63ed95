package io.recvq.traffic;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A condition on frames, malformed bytes and packets: the language of {@code --where}. A field has
 * any number of values for an item, none where it makes no sense; a comparison holds when it does
 * for one of them, {@code !=} when none is equal.
 */
public sealed interface Where {
  /** A field's name with what it is, in a few words. */
  record Described(String name, String meaning) {}

  /** The fields with what they are; those that end in a dot are followed by a key. */
  List<Described> DESCRIBED =
      List.of(
          field("stream", "number of the connection, from 0"),
          field("packet", "number of the packet"),
          field("port", "of either end"),
          field("host", "of either end"),
          field("from", "ip:port of the sender"),
          field("to", "ip:port of the receiver"),
          field("time", "seconds since the start, or a time"),
          field("role", "request or response"),
          field("length", "bytes of the frame or payload"),
          field("offset", "in its direction of the stream"),
          field("content", "of a frame, as text"),
          field("note", "of a packet, as zero-window"),
          field("flags", "of a packet, as SYN"),
          field("reason", "of a malformed frame"),
          field("frame.header.", "a member of a frame's header"),
          field("frame.header.byteorder", "little or big"),
          field("frame.header.content-type", "as text/json"),
          field("frame.header.content-encoding", "as utf-8"),
          field("frame.header.content-length", "bytes of the content"),
          field("content.", "a member of JSON content"));

  private static Described field(String name, String meaning) {
    return new Described(name, meaning);
  }

  /** Fields by their names; those of {@link #PREFIXES} are followed by a key. */
  Set<String> FIELDS =
      DESCRIBED.stream()
          .map(Described::name)
          .filter(name -> name.indexOf('.') < 0)
          .collect(Collectors.toUnmodifiableSet());

  /** {@code frame.header.KEY} is a member of a frame's header, {@code content.KEY} of its JSON. */
  List<String> PREFIXES = List.of("frame.header.", "content.");

  /** Whether the condition holds for an item whose values of a field the function tells. */
  boolean test(Function<String, List<String>> item);

  /** Whether only fields are used that belong to a stream as a whole. */
  boolean isAboutStreams();

  /** How values are compared. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    MATCHES("~");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  /** Both hold. */
  record And(Where left, Where right) implements Where {
    @Override
    public boolean test(Function<String, List<String>> item) {
      return left.test(item) && right.test(item);
    }

    @Override
    public boolean isAboutStreams() {
      return left.isAboutStreams() && right.isAboutStreams();
    }
  }

  /** One of them holds. */
  record Or(Where left, Where right) implements Where {
    @Override
    public boolean test(Function<String, List<String>> item) {
      return left.test(item) || right.test(item);
    }

    @Override
    public boolean isAboutStreams() {
      return left.isAboutStreams() && right.isAboutStreams();
    }
  }

  /** It does not hold. */
  record Not(Where inner) implements Where {
    @Override
    public boolean test(Function<String, List<String>> item) {
      return !inner.test(item);
    }

    @Override
    public boolean isAboutStreams() {
      return inner.isAboutStreams();
    }
  }

  /** The item has such a field at all. */
  record Exists(String field) implements Where {
    @Override
    public boolean test(Function<String, List<String>> item) {
      return !item.apply(field).isEmpty();
    }

    @Override
    public boolean isAboutStreams() {
      return ofStream(field);
    }
  }

  /** A field compared with text, or a number or time. */
  record Compare(String field, Operator operator, String value, Pattern pattern) implements Where {
    @Override
    public boolean test(Function<String, List<String>> item) {
      List<String> values = item.apply(field);
      if (operator == Operator.NOT_EQUAL) {
        return !values.isEmpty() && values.stream().noneMatch(this::isEqual);
      }
      for (String candidate : values) {
        if (holds(candidate)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isAboutStreams() {
      return ofStream(field);
    }

    private boolean holds(String candidate) {
      if (operator == Operator.EQUAL) {
        return isEqual(candidate);
      }
      if (operator == Operator.MATCHES) {
        return pattern.matcher(candidate).find();
      }
      boolean otherKind = field.equals("time") && isInstant(candidate) != isInstant(value);
      OptionalDouble left = number(candidate);
      OptionalDouble right = number(value);
      if (otherKind || left.isEmpty() || right.isEmpty()) {
        return false;
      }
      int order = Double.compare(left.getAsDouble(), right.getAsDouble());
      return switch (operator) {
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        default -> order >= 0;
      };
    }

    private boolean isEqual(String candidate) {
      if (candidate.equals(value)) {
        return true;
      }
      OptionalDouble left = number(candidate);
      OptionalDouble right = number(value);
      return left.isPresent()
          && right.isPresent()
          && Double.compare(left.getAsDouble(), right.getAsDouble()) == 0;
    }

    private static OptionalDouble number(String text) {
      if (text.isEmpty() || text.length() > 40) {
        return OptionalDouble.empty();
      }
      char first = text.charAt(0);
      if ((first < '0' || first > '9') && first != '-' && first != '.') {
        return OptionalDouble.empty();
      }
      try {
        return isInstant(text)
            ? OptionalDouble.of(seconds(Instant.parse(text)))
            : OptionalDouble.of(Double.parseDouble(text));
      } catch (NumberFormatException | DateTimeParseException e) {
        return OptionalDouble.empty();
      }
    }

    /** A time has two values: seconds since the start, and the time itself. */
    private static boolean isInstant(String text) {
      return text.indexOf('T') > 0;
    }

    private static double seconds(Instant time) {
      return time.getEpochSecond() + time.getNano() / 1e9;
    }
  }

  private static boolean ofStream(String field) {
    return field.equals("stream") || field.equals("port") || field.equals("host");
  }

  /** Reads an expression; throws IllegalArgumentException that tells what is wrong and where. */
  static Where parse(String text) {
    return new WhereParser(text).parse();
  }
}
