package io.recvq.report;

import java.util.List;

/** Something at a moment of the axis, told as a row. */
public sealed interface Moment {
  /** Nanoseconds since the axis began. */
  long atNanos();

  /** How much a moment matters to the eye. */
  enum Tone {
    PLAIN,
    NOTABLE,
    BAD
  }

  /**
   * A call of a program and what it returned.
   *
   * @param atNanos when it returned
   * @param tookNanos from the call to then; 0 where that was not measured
   * @param end which side made it, as {@code sender}
   * @param call what it did, as {@code write}
   * @param result what the system answered
   */
  record Call(long atNanos, long tookNanos, String end, String call, String result, Tone tone)
      implements Moment {}

  /**
   * What changed in the kernel's view of an end.
   *
   * @param lane the number of the lane; -1 of none or all of them
   */
  record Change(long atNanos, int lane, String end, String what, Tone tone) implements Moment {}

  /**
   * A TCP segment on the wire.
   *
   * @param lane the number of the lane; -1 of a connection that is not drawn
   * @param number 1 for the first packet of the capture
   * @param toFar whether the lane's near end sent it
   * @param flags as {@code PSH, ACK}
   * @param text sequence numbers, window and length in a line
   * @param notes what is remarkable about it, in Wireshark's words
   */
  record Packet(
      long atNanos,
      int lane,
      long number,
      boolean toFar,
      String from,
      String to,
      String flags,
      int length,
      String text,
      List<String> notes,
      Tone tone)
      implements Moment {
    public Packet {
      notes = List.copyOf(notes);
    }
  }

  /**
   * A frame of the framed protocol, complete at this moment, or bytes that are none.
   *
   * @param packet the packet that completed it
   * @param role {@code request} or {@code response}
   * @param text its content, or what is wrong with it
   */
  record Framed(
      long atNanos,
      int lane,
      long packet,
      boolean toFar,
      String from,
      String role,
      String text,
      Tone tone)
      implements Moment {}
}
