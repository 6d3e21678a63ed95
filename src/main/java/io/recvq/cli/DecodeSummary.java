package io.recvq.cli;

import io.recvq.flow.Note;
import io.recvq.wire.RecordReader.Ending;
import io.recvq.wire.Segment;
import java.util.Optional;
import java.util.OptionalLong;

/** What was counted while a capture was decoded. */
final class DecodeSummary {
  private static final int RETRANSMITTED =
      Note.RETRANSMISSION.bit() | Note.FAST_RETRANSMISSION.bit();

  long packets;
  long bytes;
  long tcpPackets;
  long streams;
  long framedStreams;
  long frames;
  long malformed;
  long retransmissions;
  long outOfOrder;
  long gaps;
  long zeroWindows;
  long conflicts;
  long badChecksums;
  long fragments;
  long incompleteDatagrams;
  long cutPackets;
  long damagedPackets;
  long unknownLinkPackets;
  int unknownLinkType;
  long forgottenStreams;
  long memoryLimitGaps;

  /** Of live traffic: packets that found no room in the kernel's buffer; empty for files. */
  OptionalLong droppedByKernel = OptionalLong.empty();

  Optional<Ending> ending = Optional.empty();

  void count(Segment segment, int notes) {
    tcpPackets++;
    if (notes != 0) {
      retransmissions += (notes & RETRANSMITTED) != 0 ? 1 : 0;
      outOfOrder += Note.OUT_OF_ORDER.in(notes) ? 1 : 0;
      zeroWindows += Note.ZERO_WINDOW.in(notes) ? 1 : 0;
      badChecksums += segment.checksumWrong() ? 1 : 0;
    }
  }

  boolean isCutOff() {
    return ending.map(Ending::cutOff).orElse(false);
  }

  boolean isDamaged() {
    return ending.map(end -> !end.cutOff()).orElse(false);
  }
}
