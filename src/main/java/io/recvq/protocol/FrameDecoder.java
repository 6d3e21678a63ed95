package io.recvq.protocol;

import io.recvq.protocol.Framing.Cutter;
import io.recvq.protocol.Framing.Plausibility;
import io.recvq.protocol.Malformed.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one direction of a stream into frames, incrementally: the bytes may come cut at any place,
 * and what was never captured is told as a gap.
 *
 * <p>Use: {@link #feed} (or {@link #gap}, {@link #endOfStream}), then {@link #next} until it
 * answers {@link Decoded.NeedMore}. A frame that lies whole in the fed buffer is handed out as a
 * view of it; only a frame that is spread over several feeds is copied, into memory that grows with
 * what arrives and never with what a length promises.
 *
 * <p>After bad content the next frame follows. After a bad header, or a gap that hides where the
 * next frame starts, the decoder looks for the next bytes that are a whole and valid header. Not
 * for use by several threads.
 */
public final class FrameDecoder {
  private static final byte[] NO_BYTES = {};
  private static final ByteBuffer NO_BUFFER = ByteBuffer.wrap(NO_BYTES);
  private static final int SMALLEST_HOLD_BYTES = 256;
  private static final int SMALL_FRAME_BYTES = 16 << 10;

  /** Where in the stream a decoder begins. */
  public enum Start {
    /** At the first byte of a frame: whatever is no frame is malformed. */
    AT_FRAME,
    /** Anywhere: the first frame is looked for, and what comes before it is passed over. */
    ANYWHERE,
    /** At the first byte of a stream that may be another protocol's; see {@link #isFramed}. */
    IF_PLAUSIBLE
  }

  private enum State {
    RECOGNISING,
    FRAMES,
    SEARCHING,
    SKIPPING,
    PASSING_OVER
  }

  private final Framing framing;
  private final Cutter cutter;
  private final @Nullable HoldingMemory memory;
  private final Cut cut = new Cut();
  private State state;

  private ByteBuffer input = NO_BUFFER;
  private int inputFrom;
  private int inputTo;

  /**
   * Bytes of an unfinished frame; frames are views of it, so it is never written twice unless it
   * comes from {@link #memory}.
   */
  private byte[] held = NO_BYTES;

  private ByteBuffer heldView = NO_BUFFER;

  /** Memory of the frame that was answered last; nobody looks at it when the next is asked for. */
  private ByteBuffer answered = NO_BUFFER;

  private int heldFrom;
  private int heldTo;

  private long position;
  private int need;
  private int frameLength;
  private long toSkip;
  private long missing;
  private boolean ended;

  /** A decoder of the application protocol whose stream starts with a frame. */
  public FrameDecoder(FrameLimits limits) {
    this(Framings.APP, limits, Start.AT_FRAME);
  }

  public FrameDecoder(Framing framing, FrameLimits limits, Start start) {
    this(framing, limits, start, null, OpenRequests.unknown());
  }

  /**
   * A decoder whose frames are gone with the next call of any of its methods.
   *
   * @param requests shared with the decoder of the other direction
   */
  public static FrameDecoder transientFrames(
      Framing framing,
      FrameLimits limits,
      Start start,
      HoldingMemory memory,
      OpenRequests requests) {
    return new FrameDecoder(framing, limits, start, memory, requests);
  }

  private FrameDecoder(
      Framing framing,
      FrameLimits limits,
      Start start,
      @Nullable HoldingMemory memory,
      OpenRequests requests) {
    this.framing = framing;
    this.memory = memory;
    this.cutter = framing.cutter(limits, requests);
    this.state =
        switch (start) {
          case AT_FRAME -> State.FRAMES;
          case ANYWHERE -> State.SEARCHING;
          case IF_PLAUSIBLE -> State.RECOGNISING;
        };
  }

  /**
   * Takes the next bytes of the stream, from position to limit; the position is moved to the limit.
   * Their content must not change before {@link #next} has answered {@link Decoded.NeedMore}, nor
   * while a frame that came out of them is in use.
   */
  public void feed(ByteBuffer bytes) {
    feed(bytes.slice(), 0, bytes.remaining());
    bytes.position(bytes.limit());
  }

  /** The same with absolute positions; position and limit of the buffer are left alone. */
  public void feed(ByteBuffer bytes, int from, int to) {
    requireDrained();
    input = bytes;
    inputFrom = from;
    inputTo = to;
  }

  /** Says that the next {@code bytes} bytes of the stream are missing. */
  public void gap(long bytes) {
    requireDrained();
    if (bytes < 0) {
      throw new IllegalArgumentException("a gap of " + bytes + " bytes");
    }
    missing = bytes;
  }

  /** Says that nothing follows: the stream, or what was captured of it, ends here. */
  public void endOfStream() {
    requireDrained();
    ended = true;
  }

  private void requireDrained() {
    if (inputFrom < inputTo || missing > 0) {
      throw new IllegalStateException("next() has not yet answered that it needs more");
    }
    if (ended) {
      throw new IllegalStateException("the stream has ended");
    }
  }

  /** Stream offset of the next byte that no answer has covered. */
  public long position() {
    return position;
  }

  /** Whether the stream is of this framing, as far as is known. */
  public boolean isFramed() {
    return state != State.RECOGNISING && state != State.PASSING_OVER;
  }

  /**
   * Whether the stream was found to be, or to have become, another protocol's; nothing of it is
   * answered then.
   */
  public boolean isOtherProtocol() {
    return state == State.PASSING_OVER;
  }

  /** Memory that is held for an unfinished frame, in bytes. */
  public int heldBytes() {
    return held.length;
  }

  /** The next answer to what was fed. */
  public Decoded next() {
    if (memory != null && answered.capacity() > 0) {
      memory.give(answered);
      answered = NO_BUFFER;
    }
    while (true) {
      Decoded answer =
          switch (state) {
            case RECOGNISING -> recognise();
            case FRAMES -> frame();
            case SEARCHING -> search();
            case SKIPPING -> skip();
            case PASSING_OVER -> passOver();
          };
      if (answer != null) {
        return answer;
      }
    }
  }

  private @Nullable Decoded frame() {
    if (heldTo == heldFrom) {
      if (inputFrom == inputTo) {
        return atBoundary();
      }
      cutter.look(input, inputFrom, inputTo, cut);
      return answer(input, inputFrom);
    }
    if (!(cut.openEnded ? holdAll() : holdUpTo(need))) {
      return insideFrame();
    }
    cutter.look(heldView, heldFrom, heldTo, cut);
    return answer(heldView, heldFrom);
  }

  private @Nullable Decoded answer(ByteBuffer bytes, int from) {
    switch (cut.answer) {
      case WHOLE -> {
        Frame frame = new Frame(bytes, from, from + cut.length, position, cut);
        consume(cut.length);
        need = 0;
        return frame;
      }
      case BAD -> {
        Malformed malformed = new Malformed(position, cut.reason, cut.detail);
        consume(cut.skip);
        need = 0;
        if (!cut.lengthKnown) {
          lookForFrame();
        }
        return malformed;
      }
      case NEEDS_MORE -> {
        need = cut.need;
        frameLength = cut.length;
        if (heldTo == heldFrom) {
          hold(inputTo - inputFrom);
        }
        return null;
      }
      case OTHER_PROTOCOL -> {
        state = State.PASSING_OVER;
        return null;
      }
    }
    throw new IllegalStateException();
  }

  private @Nullable Decoded atBoundary() {
    if (missing == 0) {
      return Decoded.NEED_MORE;
    }
    Malformed malformed = gapAt(position);
    position += missing;
    missing = 0;
    lookForFrame();
    return malformed;
  }

  private @Nullable Decoded insideFrame() {
    if (missing > 0) {
      return gapInsideFrame();
    }
    if (!ended) {
      return Decoded.NEED_MORE;
    }
    int have = heldTo - heldFrom;
    if (cut.endsWithStream) {
      cutter.ended(heldView, heldFrom, cut);
      Frame frame = new Frame(heldView, heldFrom, heldTo, position, cut);
      consume(have);
      return frame;
    }
    String of = frameLength > 0 ? "of " + frameLength + " bytes" : "bytes, inside the header";
    Malformed malformed =
        new Malformed(position, Reason.TRUNCATED, "the stream ended after " + have + " " + of);
    consume(have);
    return malformed;
  }

  /** A frame whose end is known is stepped over as a whole; else the next one is looked for. */
  private Malformed gapInsideFrame() {
    Malformed malformed = gapAt(position + heldTo - heldFrom);
    long frameEnd = position + frameLength;
    consume(heldTo - heldFrom);
    position += missing;
    missing = 0;
    toSkip = frameLength > 0 ? Math.max(0, frameEnd - position) : 0;
    lookForFrame();
    if (toSkip > 0) {
      state = State.SKIPPING;
    }
    return malformed;
  }

  private Malformed gapAt(long where) {
    return new Malformed(
        position,
        Reason.GAP,
        missing + " bytes from offset " + where + " on are missing from the capture");
  }

  /** The rest of a frame that a gap has spoiled. */
  private @Nullable Decoded skip() {
    int step = (int) Math.min(toSkip, inputTo - inputFrom);
    consume(step);
    toSkip -= step;
    if (toSkip > 0 && missing > 0) {
      long hidden = Math.min(toSkip, missing);
      toSkip -= hidden;
      missing -= hidden;
      position += hidden;
    }
    if (toSkip > 0) {
      return Decoded.NEED_MORE;
    }
    state = missing > 0 ? State.FRAMES : State.SEARCHING;
    return null;
  }

  private void lookForFrame() {
    state = State.SEARCHING;
    cutter.lost();
  }

  private @Nullable Decoded search() {
    boolean inHeld = heldTo > heldFrom;
    if (!inHeld && inputFrom == inputTo) {
      return atBoundary();
    }
    if (inHeld && !holdUpTo(need)) {
      if (missing == 0 && !ended) {
        return Decoded.NEED_MORE;
      }
      // No more of this candidate will come; when it is none as it is, another may begin inside it.
      if (cutter.judge(heldView, heldFrom, heldTo, cut) != Plausibility.YES) {
        consume(1);
      }
      need = 0;
    }
    return inHeld ? searchIn(heldView, heldFrom, heldTo) : searchIn(input, inputFrom, inputTo);
  }

  private @Nullable Decoded searchIn(ByteBuffer bytes, int from, int to) {
    int at = cutter.candidate(bytes, from, to);
    while (at < to) {
      Plausibility verdict = cutter.judge(bytes, at, to, cut);
      if (verdict == Plausibility.YES) {
        consume(at - from);
        state = State.FRAMES;
        need = 0;
        return null;
      }
      if (verdict == Plausibility.UNDECIDED) {
        consume(at - from);
        need = cut.need;
        if (heldTo == heldFrom) {
          hold(inputTo - inputFrom);
        }
        return null;
      }
      at = cutter.candidate(bytes, at + 1, to);
    }
    consume(to - from);
    need = 0;
    return null;
  }

  private @Nullable Decoded recognise() {
    boolean inHeld = heldTo > heldFrom;
    if (inHeld) {
      hold(inputTo - inputFrom);
    }
    Plausibility verdict =
        inHeld
            ? framing.plausibility(heldView, heldFrom, heldTo)
            : framing.plausibility(input, inputFrom, inputTo);
    if (verdict == Plausibility.YES) {
      state = State.FRAMES;
      need = 0;
      return null;
    }
    if (verdict == Plausibility.NO || missing > 0 || ended) {
      state = State.PASSING_OVER;
      return null;
    }
    if (!inHeld) {
      hold(inputTo - inputFrom);
    }
    return Decoded.NEED_MORE;
  }

  private Decoded passOver() {
    consume(heldTo - heldFrom);
    consume(inputTo - inputFrom);
    position += missing;
    missing = 0;
    return Decoded.NEED_MORE;
  }

  /** Steps over bytes that are there: held ones while there are any, else fed ones. */
  private void consume(int count) {
    position += count;
    cut.seen = 0;
    cut.openEnded = false;
    cut.endsWithStream = false;
    if (heldTo == heldFrom) {
      inputFrom += count;
      return;
    }
    heldFrom += count;
    if (heldFrom == heldTo) {
      answered = heldView;
      held = NO_BYTES;
      heldView = NO_BUFFER;
      heldFrom = 0;
      heldTo = 0;
    }
  }

  /**
   * Moves fed bytes behind the held ones until there are {@code count}; false when too few came.
   */
  private boolean holdUpTo(int count) {
    int lacking = count - (heldTo - heldFrom);
    if (lacking > 0) {
      hold(Math.min(lacking, inputTo - inputFrom));
    }
    return heldTo - heldFrom >= count;
  }

  /** Moves all fed bytes behind the held ones; false when there were none. */
  private boolean holdAll() {
    int count = inputTo - inputFrom;
    hold(count);
    return count > 0;
  }

  private void hold(int count) {
    if (count > held.length - heldTo) {
      grow(count);
    }
    input.get(inputFrom, held, heldTo, count);
    inputFrom += count;
    heldTo += count;
  }

  private void grow(int count) {
    int have = heldTo - heldFrom;
    int capacity = capacityFor(have + count);
    ByteBuffer larger = memory == null ? ByteBuffer.allocate(capacity) : memory.take(capacity);
    System.arraycopy(held, heldFrom, larger.array(), 0, have);
    if (memory != null) {
      memory.give(heldView);
    }
    held = larger.array();
    heldView = larger;
    heldFrom = 0;
    heldTo = have;
  }

  /** Room for a small frame is made at once; a large one must arrive before memory is spent. */
  private int capacityFor(int bytes) {
    long doubled = 2L * bytes;
    boolean known = frameLength > 0 && state == State.FRAMES;
    long capacity =
        known
            ? Math.min(frameLength, Math.max(doubled, SMALL_FRAME_BYTES))
            : Math.max(doubled, SMALLEST_HOLD_BYTES);
    return (int) Math.max(bytes, Math.min(capacity, Integer.MAX_VALUE - 8));
  }
}
