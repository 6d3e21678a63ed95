package io.recvq.peer;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened to a server or a client of ours. */
public sealed interface PeerEvent {
  /** When it happened. */
  Instant time();

  /**
   * A server is ready for connections.
   *
   * @param address with the real port
   * @param beyondLoopback whether other machines can reach it
   * @param options those asked for that a listening socket has
   */
  record Listening(
      Instant time, String address, boolean beyondLoopback, List<GrantedOption> options)
      implements PeerEvent {}

  /**
   * An event of one connection.
   *
   * <p>The number counts connections of one event loop from 1.
   */
  sealed interface OfConnection extends PeerEvent {
    int connection();
  }

  /**
   * A server accepted a connection.
   *
   * @param options those asked for
   */
  record Accepted(
      Instant time, int connection, String local, String remote, List<GrantedOption> options)
      implements OfConnection {}

  /**
   * A client is connected.
   *
   * @param options those asked for
   */
  record Connected(
      Instant time, int connection, String local, String remote, List<GrantedOption> options)
      implements OfConnection {}

  /**
   * The TLS handshake of a connection is over.
   *
   * @param protocol as {@code TLSv1.3}
   * @param cipherSuite by its IANA name
   */
  record Secured(Instant time, int connection, String protocol, String cipherSuite)
      implements OfConnection {}

  /**
   * Bytes were read from the peer or handed to the kernel; sent only to observers that asked for
   * data.
   *
   * @param received true when they came from the peer
   * @param offset of the first byte in its direction
   * @param bytes a read-only copy of at most {@link Connection#SHOWN_BYTES} of them
   * @param count how many there were
   */
  record Data(
      Instant time, int connection, boolean received, long offset, ByteBuffer bytes, int count)
      implements OfConnection {}

  /**
   * A whole frame passed.
   *
   * @param request whether it is one, else a response
   * @param offset of its first byte in its direction of the stream
   * @param frame valid only while the event is being told
   */
  record FrameSeen(
      Instant time,
      int connection,
      String from,
      String to,
      boolean request,
      long offset,
      Frame frame)
      implements OfConnection {}

  /** What the peer sent is no frame. */
  record MalformedSeen(Instant time, int connection, String from, String to, Malformed malformed)
      implements OfConnection {}

  /** The peer ended its sending and may still receive. */
  record HalfClosed(Instant time, int connection, long bytesIn) implements OfConnection {}

  /**
   * The moment of an effect has come.
   *
   * @param effect as the user wrote it, with its moment
   */
  record EffectBegan(Instant time, int connection, String effect) implements OfConnection {}

  /** A connection is gone. */
  record Closed(
      Instant time,
      int connection,
      String remote,
      Ending ending,
      long bytesIn,
      long bytesOut,
      Duration lasted)
      implements OfConnection {}

  /**
   * A datagram was received or sent.
   *
   * @param received true when it came from the peer
   * @param bytes a read-only copy of at most {@link Connection#SHOWN_BYTES} of it
   * @param count how many bytes it has
   * @param refused what the system said when it did not take a datagram to be sent
   */
  record Datagram(
      Instant time,
      boolean received,
      String local,
      String remote,
      ByteBuffer bytes,
      int count,
      Optional<Errno> refused)
      implements PeerEvent {}

  /** A proxy could not connect to its target for a client, which is reset. */
  record Unreachable(Instant time, OperationException failure) implements PeerEvent {}

  /** The process has no descriptor left for another connection; those waiting stay queued. */
  record OutOfDescriptors(Instant time, int openConnections, String answer) implements PeerEvent {}
}
