package io.recvq.protocol;

import java.nio.ByteBuffer;

/** How a stream of bytes is cut into frames. Immutable. */
public abstract class Framing {
  /** Whether bytes look like the start of a stream of such frames. */
  public enum Plausibility {
    YES,
    NO,
    /** So far they do, but too few are there to say. */
    UNDECIDED
  }

  /** The name that a command line gives it, as {@code app}. */
  public abstract String name();

  /**
   * Whether a stream that starts with these bytes (position to limit, left as they are) is one of
   * this framing.
   */
  public final Plausibility plausibility(ByteBuffer firstBytes) {
    return plausibility(firstBytes, firstBytes.position(), firstBytes.limit());
  }

  abstract Plausibility plausibility(ByteBuffer bytes, int from, int to);

  /** A new cutter for one direction of one stream. */
  abstract Cutter cutter(FrameLimits limits);

  /** The same where what it finds depends on the other direction. */
  Cutter cutter(FrameLimits limits, OpenRequests requests) {
    return cutter(limits);
  }

  /** Finds the ends of a frame in bytes that start with it. */
  interface Cutter {
    /**
     * Looks at a frame whose first bytes are those from {@code from} to before {@code to}, and says
     * in {@code cut} which of three it is: needs more, whole, or bad.
     */
    void look(ByteBuffer bytes, int from, int to, Cut cut);

    /**
     * Completes a frame that the end of the stream ends, as {@link #look} found it with the same
     * bytes: what its content is, which is told once and not for each piece that arrives.
     */
    default void ended(ByteBuffer bytes, int from, Cut cut) {}

    /** Says that the place in the stream was lost; looking for the next frame begins. */
    default void lost() {}

    /**
     * The first position from {@code from} where a frame may start, for whoever lost his place;
     * {@code to} when there is none. Cheap; {@link #look} decides.
     */
    int candidate(ByteBuffer bytes, int from, int to);

    /**
     * Whether a candidate is a frame: yes when its header is whole and valid. While undecided,
     * {@code cut.need} tells at how many bytes to ask again.
     */
    Plausibility judge(ByteBuffer bytes, int from, int to, Cut cut);
  }
}
