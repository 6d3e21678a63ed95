package io.recvq.peer;

import io.recvq.net.DurationText;
import io.recvq.net.SizeText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The effects by name, with the values that they take. */
public enum EffectKind {
  STALL("[=TIME]", Counts.REQUEST, "neither reads nor writes, for ever or for a time"),
  THROTTLE("=[read:|write:]RATE", Counts.REQUEST, "so many bytes a second"),
  DELAY("=TIME", Counts.OUTPUT, "holds each message back before it is sent"),
  JITTER("=TIME", Counts.OUTPUT, "holds each message back for a random time up to this"),
  SLICE("=BYTES", Counts.OUTPUT, "sends in writes of so many bytes"),
  DRIBBLE("[=TIME]", Counts.OUTPUT, "sends a byte at a time with a pause (10ms) after each"),
  CORRUPT("[=BYTES]", Counts.OUTPUT, "inverts the next byte or bytes that are sent"),
  TRUNCATE("", Counts.OUTPUT, "leaves out the rest of what would be sent"),
  RESET("", Counts.REQUEST, "resets the connection (RST)"),
  HALF_CLOSE("", Counts.REQUEST, "ends its sending (FIN) and reads on"),
  CLOSE("", Counts.REQUEST, "closes the connection"),
  REFUSE("", Counts.NOTHING, "serve, proxy: never accepts; the accept queue fills"),
  SLOW_ACCEPT("=TIME", Counts.NOTHING, "serve, proxy: accepts one connection in this time");

  /** Which bytes the moments of an effect count. */
  enum Counts {
    /** Those that this side sends. */
    OUTPUT,
    /** Those of the request: what a server reads, what a client sends. */
    REQUEST,
    /** It belongs to the listener and has no moment. */
    NOTHING
  }

  private static final Duration DRIBBLE_PAUSE = Duration.ofMillis(10);

  private final String value;
  private final Counts counts;
  private final String description;

  EffectKind(String value, Counts counts, String description) {
    this.value = value;
    this.counts = counts;
    this.description = description;
  }

  Counts counts() {
    return counts;
  }

  /** How it is written with its value, as {@code throttle=RATE}. */
  public String usage() {
    return this + value;
  }

  /** Whether it makes no sense without a value. */
  public boolean needsValue() {
    return value.startsWith("=");
  }

  /** What it does, in a few words. */
  public String description() {
    return description;
  }

  static EffectKind parse(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no effect '"
                        + word
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(EffectKind::toString)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * A new effect for one connection. Throws IllegalArgumentException when the value is missing,
   * malformed or not wanted.
   */
  Effect create(Optional<String> given, SplittableRandom random) {
    return switch (this) {
      case STALL -> new Stall(given.map(DurationText::parse));
      case THROTTLE -> throttle(required(given));
      case DELAY -> delay(DurationText.parse(required(given)).toNanos());
      case JITTER -> jitter(DurationText.parse(required(given)).toNanos(), random);
      case SLICE -> new Slice(positive(required(given)));
      case DRIBBLE -> new Dribble(given.map(DurationText::parse).orElse(DRIBBLE_PAUSE));
      case CORRUPT -> new Corrupt(given.map(this::positive).orElse(1));
      case TRUNCATE -> without(given, new Truncate());
      case RESET -> without(given, new Reset());
      case HALF_CLOSE -> without(given, new HalfClose());
      case CLOSE -> without(given, new Close());
      case REFUSE -> without(given, new Effect() {});
      case SLOW_ACCEPT -> delay(DurationText.parse(required(given)).toNanos());
    };
  }

  private static Effect delay(long nanos) {
    return new Delay(() -> nanos);
  }

  private static Effect jitter(long nanos, SplittableRandom random) {
    return new Delay(() -> nanos == 0 ? 0 : random.nextLong(nanos));
  }

  private Effect throttle(String given) {
    int colon = given.indexOf(':');
    String direction = colon < 0 ? "" : given.substring(0, colon);
    long rate = SizeText.parse(given.substring(colon + 1));
    if (rate < 1) {
      throw new IllegalArgumentException(this + " needs a rate of 1 byte a second or more");
    }
    return switch (direction) {
      case "" -> new Throttle(rate, rate);
      case "read" -> new Throttle(rate, Long.MAX_VALUE);
      case "write" -> new Throttle(Long.MAX_VALUE, rate);
      default -> throw new IllegalArgumentException("'" + direction + "' is not read or write");
    };
  }

  private int positive(String given) {
    long bytes = SizeText.parse(given);
    if (bytes < 1 || bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(this + " needs 1 byte or more");
    }
    return (int) bytes;
  }

  private String required(Optional<String> given) {
    return given.orElseThrow(
        () -> new IllegalArgumentException(this + " needs a value: " + usage()));
  }

  private Effect without(Optional<String> given, Effect effect) {
    if (given.isPresent()) {
      throw new IllegalArgumentException(this + " takes no value");
    }
    return effect;
  }

  /** As on the command line: {@code half-close}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
