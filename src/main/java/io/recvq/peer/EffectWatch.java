package io.recvq.peer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An effect whose moment is still to come, on one connection, with what has passed in the direction
 * that it counts. Of a moment that comes again each one begins the effect anew, in place of the one
 * begun before.
 */
final class EffectWatch {
  private final EffectSpec spec;
  private final boolean input;
  private final SplittableRandom random;
  private final FramePlace place = new FramePlace();
  private final Deque<Message> messages = new ArrayDeque<>();
  private int handedMessages;
  private long handedBytes;
  private int which;
  private long passed;
  private @Nullable Effect begun;

  /** What the program handed over at once, as bytes of the output. */
  private record Message(long from, long length) {}

  /**
   * @param server whether the connection is a server's, so that a request is what it reads
   */
  EffectWatch(EffectSpec spec, boolean server, SplittableRandom random) {
    this.spec = spec;
    this.random = random;
    this.which = Math.max(1, spec.moment().which());
    this.input =
        switch (spec.moment().place()) {
          case RESPONSE, IN_RESPONSE -> !server;
          default -> spec.kind().counts() == EffectKind.Counts.REQUEST && server;
        };
  }

  EffectSpec spec() {
    return spec;
  }

  /** Whether it counts what is read, else what is sent. */
  boolean isInput() {
    return input;
  }

  boolean comesAgain() {
    return spec.moment().which() == Moment.EACH;
  }

  /** So many bytes were handed over before this watch was there, and will pass first. */
  void waitingAlready(int bytes) {
    handedBytes = bytes;
  }

  /** The program hands over a message of so many bytes to be sent. */
  void message(int bytes) {
    handedMessages++;
    if (handedMessages == which || comesAgain()) {
      messages.add(new Message(handedBytes, bytes));
    }
    handedBytes += bytes;
  }

  /** How many more bytes may pass; 0 or less when the moment has come. */
  long until() {
    Moment moment = spec.moment();
    return switch (moment.place()) {
      case ACCEPT -> 0;
      case AFTER -> moment.bytes() - passed;
      case RESPONSE, IN_RESPONSE ->
          input ? place.until(moment.place(), which) : untilMessage(moment.place());
      default -> place.until(moment.place(), which);
    };
  }

  private long untilMessage(Moment.Place at) {
    Message next = messages.peek();
    if (next == null) {
      return FramePlace.NEVER;
    }
    long inside = at == Moment.Place.RESPONSE ? 0 : Math.max(1, next.length() / 2);
    return next.from() + inside - passed;
  }

  void pass(ByteBuffer bytes) {
    place.pass(bytes);
    passed += bytes.remaining();
  }

  /** The effect that begins now; the one that it takes the place of is {@link #begun}. */
  Effect begin() {
    Effect effect = spec.kind().create(spec.value(), random.split());
    begun = effect;
    messages.poll();
    which = place.frame() + 1;
    return effect;
  }

  /** The effect that began last; null before the first. */
  @Nullable Effect begun() {
    return begun;
  }
}
