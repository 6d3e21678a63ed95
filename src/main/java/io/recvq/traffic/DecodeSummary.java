package io.recvq.traffic;

import io.recvq.flow.Note;
import io.recvq.wire.RecordReader.Ending;
import io.recvq.wire.Segment;
import io.recvq.wire.Tunnel;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was counted while a capture was decoded. The decoding counts in place, as it does for every
 * packet; others read.
 */
public final class DecodeSummary {
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
  long otherPackets;
  long tunnelPackets;
  final Set<Tunnel> tunnels = EnumSet.noneOf(Tunnel.class);
  long fragments;
  long incompleteDatagrams;
  long cutPackets;
  long damagedPackets;
  long unknownLinkPackets;
  int unknownLinkType;
  long bytesAfterEnd;
  long forgottenStreams;
  long memoryLimitGaps;

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

  /** Packets read. */
  public long packets() {
    return packets;
  }

  /** Whole frames. */
  public long frames() {
    return frames;
  }

  /** Places where bytes were no frame. */
  public long malformed() {
    return malformed;
  }

  /** Places where the capture lacks bytes of a stream. */
  public long gaps() {
    return gaps;
  }

  /** Streams that began with a frame, or belong to a port that was named. */
  public long framedStreams() {
    return framedStreams;
  }

  /** Streams begun. */
  public long streams() {
    return streams;
  }

  /** Gaps made because the bound on memory left no room to wait for what is missing. */
  public long memoryLimitGaps() {
    return memoryLimitGaps;
  }

  /** Streams given up because there were more at a time than the bound allows. */
  public long forgottenStreams() {
    return forgottenStreams;
  }

  /** Packets of a link type that is not read. */
  public long unknownLinkPackets() {
    return unknownLinkPackets;
  }

  /** One such link type (the number of a LINKTYPE). */
  public int unknownLinkType() {
    return unknownLinkType;
  }

  /** Packets inside those of another protocol, which are not looked into. */
  public long tunnelPackets() {
    return tunnelPackets;
  }

  /** Which protocols these are. */
  public Set<Tunnel> tunnels() {
    return Collections.unmodifiableSet(tunnels);
  }

  /** New bytes that came after the end of their direction of a connection. */
  public long bytesAfterEnd() {
    return bytesAfterEnd;
  }

  /** Packets of which the capture kept too little. */
  public long cutPackets() {
    return cutPackets;
  }

  /** Packets with a header that contradicts itself. */
  public long damagedPackets() {
    return damagedPackets;
  }

  /** IP datagrams of which fragments are missing. */
  public long incompleteDatagrams() {
    return incompleteDatagrams;
  }

  /** Of live traffic: packets that found no room in the kernel's buffer; empty for files. */
  public OptionalLong droppedByKernel() {
    return droppedByKernel;
  }

  /** Notes what the kernel tells of packets that it dropped. */
  public void droppedByKernel(long packets) {
    droppedByKernel = OptionalLong.of(packets);
  }

  /** How the file ended where it did not end well. */
  public Optional<Ending> ending() {
    return ending;
  }

  /** Whether the file ends inside a record. */
  public boolean isCutOff() {
    return ending.map(Ending::cutOff).orElse(false);
  }

  /** Whether the file could not be read on because of what stands in it. */
  public boolean isDamaged() {
    return ending.map(end -> !end.cutOff()).orElse(false);
  }
}
