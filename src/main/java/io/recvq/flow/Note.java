package io.recvq.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is remarkable about a segment, in Wireshark's words. A set of notes is an int in which note
 * {@code n} has the bit {@link #bit}.
 */
public enum Note {
  /** A new connection with the addresses and ports of an earlier one. */
  REUSED_PORT(0),
  /** Bytes seen before, or not seen but passed over before. */
  RETRANSMISSION(1),
  /** A retransmission soon after duplicate or selective acknowledgments asked for it. */
  FAST_RETRANSMISSION(2),
  /**
   * Bytes from before the highest seen, so soon that they were overtaken rather than sent again.
   */
  OUT_OF_ORDER(3),
  /** Bytes before this segment have not been seen. */
  PREVIOUS_SEGMENT_LOST(4),
  /** Acknowledges bytes that have not been seen. */
  ACKED_UNSEEN(5),
  /** Repeats the last acknowledgment and says nothing else. */
  DUP_ACK(6),
  /** Fills the window of the receiver to its last byte. */
  WINDOW_FULL(7),
  /** Says that its sender can take nothing. */
  ZERO_WINDOW(8),
  /** Asks a receiver without window whether it has one by now. */
  ZERO_WINDOW_PROBE(9),
  /** Answers such a probe: still nothing. */
  ZERO_WINDOW_PROBE_ACK(10),
  /** Changes the window and nothing else. */
  WINDOW_UPDATE(11),
  /** Asks an idle peer, one byte before what it expects, whether it is there. */
  KEEP_ALIVE(12),
  /** Answers a keep-alive. */
  KEEP_ALIVE_ACK(13),
  /** A checksum is wrong; only when they are verified. */
  BAD_CHECKSUM(14);

  private static final Note[] ALL = values();

  private final int bit;
  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Note(int position) {
    this.bit = 1 << position;
  }

  /** Its bit in a set of notes. */
  public int bit() {
    return bit;
  }

  public boolean in(int notes) {
    return (notes & bit) != 0;
  }

  /** The note as scripts know it: {@code zero-window-probe}. */
  public String label() {
    return label;
  }

  /** The labels of a set of notes. */
  public static List<String> labels(int notes) {
    if (notes == 0) {
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    for (Note note : ALL) {
      if (note.in(notes)) {
        labels.add(note.label);
      }
    }
    return labels;
  }
}
