package io.recvq.cli;

import io.recvq.peer.DatagramClient;
import io.recvq.peer.SocketSettings;
import io.recvq.render.Escape;
import io.recvq.view.GrantedOptionText;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The clients of {@code call --udp}: a message is a datagram, and so is its answer. */
final class DatagramCalls {
  /** After the end of the input raw waits so long for the last answers. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final CommandContext context;
  private final DatagramClient client;
  private final Duration patience;
  private final boolean json;

  private DatagramCalls(
      CommandContext context, DatagramClient client, Duration patience, boolean json) {
    this.context = context;
    this.client = client;
    this.patience = patience;
    this.json = json;
  }

  /** An exchange with the server. */
  @FunctionalInterface
  interface Exchange {
    ExitStatus run(DatagramCalls calls) throws IOException, InterruptedException;
  }

  /**
   * Opens a socket, runs the exchange and closes.
   *
   * @param patience how long an answer is awaited
   */
  static ExitStatus run(
      CommandContext context,
      SocketAddress server,
      SocketSettings settings,
      Duration patience,
      boolean json,
      Exchange exchange)
      throws IOException, InterruptedException {
    StopSignal.Registration stop = context.stop().onStop(Thread.currentThread()::interrupt);
    try (DatagramClient client = DatagramClient.open(server, settings)) {
      client
          .options()
          .forEach(option -> context.err().println("recvq: " + GrantedOptionText.line(option)));
      return exchange.run(new DatagramCalls(context, client, patience, json));
    } finally {
      stop.close();
    }
  }

  /** Sends one after the other, each after the answer to the one before, and prints the answers. */
  ExitStatus questions(List<String> messages, boolean echo)
      throws IOException, InterruptedException {
    for (String message : messages) {
      byte[] sent = message.getBytes(StandardCharsets.UTF_8);
      client.send(ByteBuffer.wrap(sent));
      Optional<byte[]> answer = client.receive(patience);
      if (answer.isEmpty()) {
        context.err().println("recvq: no answer to " + sent.length + " bytes; either may be lost");
        return ExitStatus.BAD_ANSWER;
      }
      print(answer.get());
      if (echo && ByteBuffer.wrap(sent).mismatch(ByteBuffer.wrap(answer.get())) >= 0) {
        context.err().println("recvq: other bytes came back than were sent");
        return ExitStatus.BAD_ANSWER;
      }
    }
    return ExitStatus.OK;
  }

  private void print(byte[] datagram) {
    if (json) {
      context
          .json()
          .begin("answer")
          .put("length", datagram.length)
          .put("bytesBase64", datagram)
          .putText(datagram)
          .end();
    } else {
      context.out().println(Escape.bytes(datagram));
    }
    context.out().flush();
  }

  /** Sends each piece of the input as it comes, and shows what comes until it stays quiet. */
  ExitStatus raw(RawOut out) throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    InputPump pump =
        InputPump.start(
            context.in(),
            new InputPump.Sink() {
              @Override
              public void piece(ByteBuffer bytes) throws IOException {
                client.send(bytes);
              }

              @Override
              public void end() {
                ended.countDown();
              }
            });
    try {
      while (true) {
        boolean last = ended.getCount() == 0;
        Optional<byte[]> come = client.receive(QUIET);
        if (come.isPresent()) {
          out.show(ByteBuffer.wrap(come.get()));
          context.out().flush();
        } else if (last) {
          pump.requireWhole();
          return ExitStatus.OK;
        }
      }
    } finally {
      pump.close();
    }
  }
}
