package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.peer.SocketMode;
import io.recvq.peer.SocketSettings;
import io.recvq.peer.TracedSocket;
import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameEncoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Malformed;
import io.recvq.render.Escape;
import io.recvq.view.AppText;
import io.recvq.view.GrantedOptionText;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The clients of {@code call --mode}: one call after the other on a socket in this mode, each shown
 * with what it returned, as a program without an event loop would make them.
 */
final class ModeCalls {
  private static final int READ_BYTES = 64 << 10;

  private final CommandContext context;
  private final SocketCallPrinter calls;
  private final TracedSocket socket;
  private final boolean json;
  private final ByteBuffer room = ByteBuffer.allocate(READ_BYTES);

  private ModeCalls(
      CommandContext context, SocketCallPrinter calls, TracedSocket socket, boolean json) {
    this.context = context;
    this.calls = calls;
    this.socket = socket;
    this.json = json;
  }

  /** An exchange on the connected socket. */
  @FunctionalInterface
  interface Exchange {
    ExitStatus run(ModeCalls calls) throws IOException, InterruptedException;
  }

  /** Connects, runs the exchange and closes; a time-out is an answer. */
  static ExitStatus run(
      CommandContext context,
      ColorMode color,
      boolean json,
      SocketAddress address,
      SocketMode mode,
      SocketSettings settings,
      Duration timeout,
      Exchange exchange)
      throws IOException, InterruptedException {
    SocketCallPrinter calls = new SocketCallPrinter(context, color, json);
    StopSignal.Registration stop = context.stop().onStop(Thread.currentThread()::interrupt);
    try (TracedSocket socket = TracedSocket.connect(address, settings, mode, timeout, calls)) {
      socket
          .options()
          .forEach(option -> context.err().println("recvq: " + GrantedOptionText.line(option)));
      return exchange.run(new ModeCalls(context, calls, socket, json));
    } catch (SocketTimeoutException e) {
      calls.flush();
      context.err().println("recvq: " + e.getMessage() + " (" + mode + ")");
      return ExitStatus.BAD_ANSWER;
    } catch (OperationException e) {
      throw e;
    } catch (IOException e) {
      throw OperationException.of("talk to " + address, e, "");
    } finally {
      calls.flush();
      stop.close();
    }
  }

  ExitStatus echo(List<String> words) throws IOException, InterruptedException {
    int expected = 0;
    for (String word : words.isEmpty() ? List.of("Hello, world") : words) {
      byte[] message = word.getBytes(StandardCharsets.UTF_8);
      expected += message.length;
      socket.writeAll(ByteBuffer.wrap(message));
    }
    while (expected > 0) {
      byte[] piece = read();
      if (piece.length == 0) {
        return ended();
      }
      expected -= piece.length;
      show(piece);
    }
    return ExitStatus.OK;
  }

  ExitStatus app(String action, String value) throws IOException, InterruptedException {
    socket.writeAll(ByteBuffer.wrap(AppAnswers.request(FrameEncoder.NATIVE, action, value)));
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    while (true) {
      Decoded next = decoder.next();
      if (next instanceof Frame frame) {
        String shown = AppText.answer(frame);
        answer(shown, shown.getBytes(StandardCharsets.UTF_8));
        return ExitStatus.OK;
      }
      if (next instanceof Malformed bad) {
        context.err().println("recvq: the response is no frame: " + bad.reason().word());
        return ExitStatus.BAD_ANSWER;
      }
      byte[] piece = read();
      if (piece.length == 0) {
        return ended();
      }
      decoder.feed(ByteBuffer.wrap(piece));
    }
  }

  /**
   * Asks each message after the answer to the one before.
   *
   * @param greeted whether the server speaks first
   * @param last a last word that has no answer
   */
  ExitStatus questions(List<String> messages, boolean greeted, String last)
      throws IOException, InterruptedException {
    if (greeted && !answer()) {
      return ended();
    }
    for (String message : messages) {
      socket.writeAll(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
      if (!answer()) {
        return ended();
      }
    }
    socket.writeAll(ByteBuffer.wrap(last.getBytes(StandardCharsets.UTF_8)));
    return ExitStatus.OK;
  }

  /** Sends all of the input, ends the sending, then reads until the peer ends. */
  ExitStatus raw(RawOut out) throws IOException, InterruptedException {
    BlockingQueue<ByteBuffer> pieces = new ArrayBlockingQueue<>(1);
    InputPump pump = InputPump.start(context.in(), new QueueSink(pieces));
    try {
      for (ByteBuffer piece = pieces.take(); piece.hasRemaining(); piece = pieces.take()) {
        socket.writeAll(piece);
      }
      pump.requireWhole();
    } finally {
      pump.close();
    }
    socket.endOutput();
    for (byte[] come = read(); come.length > 0; come = read()) {
      calls.flush();
      if (json) {
        show(come);
      } else {
        out.show(ByteBuffer.wrap(come));
      }
    }
    return ExitStatus.OK;
  }

  /** Hands the input on piece by piece; an empty piece is its end. */
  private record QueueSink(BlockingQueue<ByteBuffer> pieces) implements InputPump.Sink {
    @Override
    public void piece(ByteBuffer bytes) throws InterruptedException {
      ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
      pieces.put(copy.put(bytes).flip());
    }

    @Override
    public void end() throws InterruptedException {
      pieces.put(ByteBuffer.allocate(0));
    }
  }

  private boolean answer() throws IOException, InterruptedException {
    byte[] answer = read();
    show(answer);
    return answer.length > 0;
  }

  /** What one read delivers; nothing at the end of the stream. */
  private byte[] read() throws IOException, InterruptedException {
    int count = socket.read(room.clear());
    byte[] piece = new byte[Math.max(0, count)];
    room.flip().get(piece);
    return piece;
  }

  private void show(byte[] foreign) {
    if (foreign.length > 0) {
      answer(Escape.bytes(foreign), foreign);
    }
  }

  private void answer(String shown, byte[] content) {
    calls.flush();
    if (json) {
      context.json().begin("answer").putContent(content).end();
    } else {
      context.out().println(shown);
    }
    context.out().flush();
  }

  private ExitStatus ended() {
    calls.flush();
    context.err().println("recvq: the server ended the connection before the whole answer");
    return ExitStatus.BAD_ANSWER;
  }
}
