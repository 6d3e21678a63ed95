package io.recvq.scenario;

import io.recvq.net.Endpoint;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Malformed;
import io.recvq.scenario.Expectation.Kind;
import io.recvq.sys.StreamSocket;
import io.recvq.sys.StreamSocket.Answer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection of one end: its socket and what is done with it. Its end's thread calls; the
 * progress may be asked by any.
 */
final class EndConnection {
  private static final int BUFFER_BYTES = 1 << 20;

  private final StreamSocket socket;
  private final FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
  private volatile Optional<Endpoint> local = Optional.empty();
  private final Optional<Endpoint> remote;
  private volatile String progress = "";

  EndConnection(StreamSocket socket, Optional<Endpoint> remote) {
    this.socket = socket;
    this.remote = remote;
    this.local = socket.local();
  }

  StreamSocket socket() {
    return socket;
  }

  /** Its own address; known from connect or accept on, and after close too. */
  Optional<Endpoint> local() {
    if (local.isEmpty()) {
      local = socket.local();
    }
    return local;
  }

  Optional<Endpoint> remote() {
    return remote;
  }

  /** How far a call has come that has not returned; empty where that says nothing. */
  String progress() {
    return progress;
  }

  /**
   * Writes once, or on and on until the kernel refuses.
   *
   * @param mostBytes where it is not refused before
   */
  CallAnswer write(ByteBuffer bytes, boolean untilRefused, long mostBytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
    long start = System.nanoTime();
    long asked = untilRefused ? mostBytes : direct.remaining();
    long total = 0;
    Answer answer;
    do {
      answer = socket.send(direct);
      total += Math.max(0, answer.value());
      progress = CallAnswer.number(total) + " bytes written";
    } while (untilRefused && !answer.failed() && total < mostBytes);
    if (answer.failed()) {
      return CallAnswer.refused(answer, total, asked).since(start);
    }
    String text =
        total < asked
            ? CallAnswer.number(total) + " of " + CallAnswer.number(asked) + " bytes"
            : CallAnswer.number(total) + " bytes";
    return CallAnswer.counted(Kind.OK, total, asked, answer, text).since(start);
  }

  /** Reads once at most so many bytes, or on until there were that many. */
  CallAnswer read(long atMostBytes, boolean untilAll) {
    int capacity = (int) Math.min(BUFFER_BYTES, atMostBytes);
    ByteBuffer buffer = ByteBuffer.allocateDirect(capacity);
    long start = System.nanoTime();
    long total = 0;
    Answer answer;
    do {
      answer = socket.receive(buffer, (int) Math.min(capacity, atMostBytes - total));
      total += Math.max(0, answer.value());
      progress = CallAnswer.number(total) + " bytes read";
    } while (untilAll && answer.value() > 0 && total < atMostBytes);
    if (answer.failed()) {
      return CallAnswer.refused(answer, total, atMostBytes).since(start);
    }
    if (answer.value() == 0) {
      String after = total > 0 ? " after " + CallAnswer.number(total) + " bytes" : "";
      return CallAnswer.counted(Kind.EOF, total, atMostBytes, answer, "0: end of stream" + after)
          .since(start);
    }
    String text =
        total < atMostBytes
            ? CallAnswer.number(total) + " bytes of at most " + CallAnswer.number(atMostBytes)
            : CallAnswer.number(total) + " bytes";
    return CallAnswer.counted(Kind.OK, total, atMostBytes, answer, text).since(start);
  }

  /** Reads until a frame is whole, or known to be malformed, or the stream ends. */
  CallAnswer readFrame() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    long start = System.nanoTime();
    Answer answer = new Answer(0, 0, start, Duration.ZERO);
    for (Decoded next = decoder.next(); ; next = decoder.next()) {
      if (next instanceof Frame frame) {
        String text = "a frame of " + CallAnswer.number(frame.length()) + " bytes";
        return CallAnswer.counted(Kind.FRAME, frame.length(), 0, answer, text).since(start);
      }
      if (next instanceof Malformed malformed) {
        return malformed(malformed, answer).since(start);
      }
      progress = "a frame that is not whole after " + decoder.heldBytes() + " bytes";
      answer = socket.receive(buffer, BUFFER_BYTES);
      if (answer.failed()) {
        return CallAnswer.refused(answer, decoder.heldBytes(), 0).since(start);
      }
      if (answer.value() == 0) {
        decoder.endOfStream();
        return decoder.next() instanceof Malformed malformed
            ? malformed(malformed, answer).since(start)
            : CallAnswer.counted(Kind.EOF, 0, 0, answer, "0: end of stream").since(start);
      }
      decoder.feed(buffer, 0, (int) answer.value());
    }
  }

  private static CallAnswer malformed(Malformed malformed, Answer answer) {
    return new CallAnswer(
        Kind.MALFORMED,
        0,
        0,
        Optional.empty(),
        Optional.of(malformed.reason()),
        malformed.reason().word() + ": " + malformed.detail(),
        answer.endNanos(),
        answer.took());
  }
}
