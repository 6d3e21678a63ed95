package io.recvq.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One of the programs of a scenario.
 *
 * @param name as the steps call it, like {@code server}
 * @param role what it does
 * @param address a listener's own address, without a port; for a connecting end the address that it
 *     connects to where that is not the listener's own
 * @param of for a connecting end the listener it connects to; for a listener the one whose port it
 *     wants, where it wants one
 * @param options its sockets' options
 * @param backlog of listen(2)
 * @param descriptors how many more descriptors it may open; absent is as many as it likes
 * @param effects how a hosted server misbehaves, in the words of {@code serve --effect}
 * @param kind what a hosted server speaks, in the words of {@code serve}; empty for an end whose
 *     calls are the steps
 */
public record ScenarioEnd(
    String name,
    Role role,
    String address,
    Optional<String> of,
    Options options,
    int backlog,
    OptionalInt descriptors,
    Optional<String> kind,
    List<String> effects) {

  public ScenarioEnd {
    effects = List.copyOf(effects);
  }

  /** What an end is to the others. */
  public enum Role {
    LISTENS,
    CONNECTS
  }

  /**
   * Socket options (socket(7), tcp(7)); what is absent stays as the kernel has it.
   *
   * @param blocking whether calls wait; else they answer EAGAIN or EINPROGRESS
   * @param sendBufferBytes SO_SNDBUF
   * @param receiveBufferBytes SO_RCVBUF
   * @param segmentBytes TCP_MAXSEG
   * @param lingerSeconds SO_LINGER; 0 makes close send a reset
   * @param noDelay TCP_NODELAY
   * @param quickAck TCP_QUICKACK; false delays acknowledgments from the first on
   * @param reuseAddress SO_REUSEADDR
   * @param sendTimeout SO_SNDTIMEO
   * @param receiveTimeout SO_RCVTIMEO
   * @param userTimeout TCP_USER_TIMEOUT
   */
  public record Options(
      boolean blocking,
      OptionalInt sendBufferBytes,
      OptionalInt receiveBufferBytes,
      OptionalInt segmentBytes,
      OptionalInt lingerSeconds,
      Optional<Boolean> noDelay,
      Optional<Boolean> quickAck,
      Optional<Boolean> reuseAddress,
      Optional<Duration> sendTimeout,
      Optional<Duration> receiveTimeout,
      Optional<Duration> userTimeout) {}
}
