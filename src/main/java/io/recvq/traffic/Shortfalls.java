package io.recvq.traffic;

import io.recvq.wire.Tunnel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a decoding could not look into or gave up, a sentence each. */
public final class Shortfalls {
  private Shortfalls() {}

  /** The sentences for what was counted; none where all was decoded. */
  public static List<String> of(DecodeSummary summary) {
    List<String> told = new ArrayList<>();
    if (summary.memoryLimitGaps() > 0) {
      told.add(
          "for lack of memory "
              + summary.memoryLimitGaps()
              + " holes were not waited for; raise --stream-memory or --total-memory");
    }
    if (summary.forgottenStreams() > 0) {
      told.add(
          summary.forgottenStreams() + " idle connections were forgotten; raise --max-streams");
    }
    if (summary.unknownLinkPackets() > 0) {
      told.add(
          counted(summary.unknownLinkPackets(), "packet")
              + " of link type "
              + summary.unknownLinkType()
              + notDecoded(summary.unknownLinkPackets()));
    }
    if (summary.tunnelPackets() > 0) {
      told.add(tunnels(summary));
    }
    if (summary.cutPackets() > 0) {
      told.add(
          "the capture kept too little of "
              + counted(summary.cutPackets(), "packet")
              + " to decode; capture with a larger snap length");
    }
    if (summary.damagedPackets() > 0) {
      told.add(
          counted(summary.damagedPackets(), "packet")
              + " with headers that contradict themselves"
              + notDecoded(summary.damagedPackets()));
    }
    if (summary.incompleteDatagrams() > 0) {
      told.add("fragments are missing of " + counted(summary.incompleteDatagrams(), "IP datagram"));
    }
    if (summary.bytesAfterEnd() > 0) {
      told.add(
          counted(summary.bytesAfterEnd(), "byte")
              + " came after the end of their stream and are left out");
    }
    return told;
  }

  private static String tunnels(DecodeSummary summary) {
    String names = summary.tunnels().stream().map(Tunnel::label).collect(Collectors.joining(", "));
    return "what is inside "
        + counted(summary.tunnelPackets(), "packet")
        + " of "
        + names
        + " is not decoded";
  }

  private static String counted(long number, String of) {
    return number + " " + of + (number == 1 ? "" : "s");
  }

  private static String notDecoded(long number) {
    return (number == 1 ? " is" : " are") + " not decoded";
  }
}
