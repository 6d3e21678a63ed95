package io.recvq.scenario;

import java.util.Optional;

/**
 * What the packets of a run must show, as {@code zero-window from server}, {@code RST from server}
 * or {@code SYN from client >= 2}.
 *
 * @param text as the file has it
 * @param what a TCP flag or a note of the packet list
 * @param isFlag whether it is a flag
 * @param from the sender; empty is any
 * @param atLeast how many packets
 */
public record WireRule(
    String text, String what, boolean isFlag, Optional<String> from, long atLeast) {
  @Override
  public String toString() {
    return text;
  }
}
