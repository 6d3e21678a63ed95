package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.peer.AppClient;
import io.recvq.peer.Client;
import io.recvq.peer.ClientOptions;
import io.recvq.peer.EchoClient;
import io.recvq.peer.Ending;
import io.recvq.peer.EventLoop;
import io.recvq.peer.Handler;
import io.recvq.peer.LineBuffer;
import io.recvq.peer.QuestionClient;
import io.recvq.peer.StreamClient;
import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameEncoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Malformed;
import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.view.AppText;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The clients of {@code call}: each talks on the loop, prints what comes and gives its status. */
final class Calls {
  private static final List<String> MESSAGES =
      List.of("Message 1 from client.", "Message 2 from client.");
  private static final int MAX_LINE_BYTES = 64 << 10;

  private final CommandContext context;
  private final EventLoop loop;
  private final List<SocketAddress> addresses;
  private final ClientOptions options;
  private final String server;
  private final boolean events;
  private final boolean json;

  /**
   * @param server as messages name it
   * @param events whether events are printed, which then show what comes
   * @param json whether what comes is an object
   */
  Calls(
      CommandContext context,
      EventLoop loop,
      List<SocketAddress> addresses,
      ClientOptions options,
      String server,
      boolean events,
      boolean json) {
    this.context = context;
    this.loop = loop;
    this.addresses = addresses;
    this.options = options;
    this.server = Escape.text(server);
    this.events = events;
    this.json = json;
  }

  ExitStatus echo(List<String> words, @Nullable Integer connections)
      throws IOException, InterruptedException {
    int count = connections == null ? 1 : connections;
    List<String> preset = connections == null ? List.of("Hello, world") : MESSAGES;
    List<byte[]> messages =
        (words.isEmpty() ? preset : words)
            .stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    List<EchoClient> clients = new ArrayList<>();
    List<CompletableFuture<Ending>> endings = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      LineOut pieces = new LineOut(connections == null ? "" : "#" + i + " ");
      EchoClient client = new EchoClient(messages, pieces::add);
      clients.add(client);
      endings.add(Client.start(loop, addresses, options, client));
    }
    ExitStatus status = ExitStatus.OK;
    for (int i = 0; i < count; i++) {
      Ending ending = await(endings.get(i));
      answer(clients.get(i));
      if (!clients.get(i).isGood()) {
        EchoClient client = clients.get(i);
        say(
            (connections == null ? "" : "connection " + (i + 1) + " to ")
                + server
                + ": "
                + (client.cameBytes() < client.expectedBytes()
                    ? client.cameBytes() + " of " + client.expectedBytes() + " bytes came back"
                    : "other bytes came back than were sent")
                + because(ending));
        status = ExitStatus.BAD_ANSWER;
      }
    }
    return status;
  }

  /** All that came back on a connection, as an object. */
  private void answer(EchoClient client) {
    byte[] came = client.came();
    say(
        lines ->
            lines
                .begin("answer")
                .put("stream", client.stream())
                .put("length", came.length)
                .putContent(came)
                .end());
  }

  /** An object that is printed where objects are, and kept for the session's variables. */
  private void say(Consumer<JsonLines> object) {
    if (json) {
      object.accept(context.json());
      context.out().flush();
    } else {
      context.result(object);
    }
  }

  /** What came back on one connection, a line a piece. */
  private final class LineOut {
    private final String prefix;

    LineOut(String prefix) {
      this.prefix = prefix;
    }

    void add(byte[] piece) {
      if (!events) {
        context.out().println(prefix + Escape.bytes(piece));
        context.out().flush();
      }
    }
  }

  ExitStatus app(String action, String value) throws IOException, InterruptedException {
    byte[] request = AppAnswers.request(FrameEncoder.NATIVE, action, value);
    AppClient client = new AppClient(request, FrameLimits.DEFAULT);
    Ending ending = await(Client.start(loop, addresses, options, client));
    Optional<Frame> response = client.response();
    if (response.isEmpty()) {
      say(
          client
              .malformed()
              .map(bad -> "the response of " + server + " is no frame" + why(client, bad))
              .orElse("no response from " + server + because(ending)));
      return ExitStatus.BAD_ANSWER;
    }
    if (!events) {
      context.out().println(AppText.answer(response.get()));
    }
    return ExitStatus.OK;
  }

  private static String why(AppClient client, Malformed bad) {
    return client.isAnsweredByTls()
        ? " but an alert of TLS: the server speaks TLS; add --tls"
        : ": " + bad.reason().word() + ", " + bad.detail();
  }

  ExitStatus hello(List<String> names) throws IOException, InterruptedException {
    QuestionClient client = new QuestionClient(loop, true, this::print);
    names.forEach(client::ask);
    client.end("exit");
    return judged(client, await(Client.start(loop, addresses, options, client)));
  }

  ExitStatus ack(List<String> messages) throws IOException, InterruptedException {
    QuestionClient client = new QuestionClient(loop, false, this::print);
    if (!messages.isEmpty()) {
      messages.forEach(message -> askAck(client, message));
      client.end("q");
      return judged(client, await(Client.start(loop, addresses, options, client)));
    }
    LineBuffer lines = new LineBuffer(MAX_LINE_BYTES);
    CompletableFuture<Ending> ended = Client.start(loop, addresses, options, client);
    InputPump pump =
        InputPump.start(
            context.in(),
            new InputPump.Sink() {
              @Override
              public void piece(ByteBuffer bytes) {
                lines.feed(bytes, line -> askAck(client, line));
              }

              @Override
              public void end() {
                client.end("q");
              }
            });
    try {
      Ending ending = await(ended);
      pump.requireWhole();
      return judged(client, ending);
    } finally {
      pump.close();
    }
  }

  private void askAck(QuestionClient client, String message) {
    if (message.isEmpty()) {
      say("Not allowed to send empty msg!");
    } else if (message.equals("q")) {
      client.end("q");
    } else {
      client.ask(message);
    }
  }

  private ExitStatus judged(QuestionClient client, Ending ending) {
    if (client.isGood()) {
      return ExitStatus.OK;
    }
    say(server + " ended the connection before the last answer" + because(ending));
    return ExitStatus.BAD_ANSWER;
  }

  ExitStatus chat() throws IOException, InterruptedException {
    LineBuffer lines = new LineBuffer(MAX_LINE_BYTES);
    return stream(bytes -> lines.feed(bytes, this::print));
  }

  ExitStatus raw(boolean hex) throws IOException, InterruptedException {
    RawOut out = new RawOut(context, hex);
    return stream(
        bytes -> {
          byte[] piece = new byte[bytes.remaining()];
          bytes.get(piece);
          answer(piece);
          if (!events) {
            out.show(ByteBuffer.wrap(piece));
          }
        });
  }

  private ExitStatus stream(Consumer<ByteBuffer> received)
      throws IOException, InterruptedException {
    StreamClient client =
        new StreamClient(
            loop,
            bytes -> {
              received.accept(bytes);
              context.out().flush();
            });
    CompletableFuture<Ending> ended = Client.start(loop, addresses, options, client);
    InputPump pump =
        InputPump.start(
            context.in(),
            new InputPump.Sink() {
              @Override
              public void piece(ByteBuffer bytes) throws IOException, InterruptedException {
                client.send(bytes);
              }

              @Override
              public void end() throws InterruptedException {
                client.endInput();
              }
            });
    try {
      Ending ending = await(ended);
      if (ending.errno().isPresent() || ending.kind() == Ending.Kind.FAILED) {
        say("the connection to " + server + " ended" + because(ending));
        return ExitStatus.BAD_ANSWER;
      }
      pump.requireWhole();
      return ExitStatus.OK;
    } finally {
      pump.close();
    }
  }

  /** Runs a handler to the end of its connection. */
  Ending run(Handler handler) throws IOException, InterruptedException {
    return await(Client.start(loop, addresses, options, handler));
  }

  /** The end of a connection; what went wrong on connecting is thrown. */
  private Ending await(CompletableFuture<Ending> ended) throws IOException, InterruptedException {
    try {
      CompletableFuture.anyOf(ended, loop.ended()).get();
      if (loop.ended().isDone()) {
        loop.awaitEnd();
      }
      if (context.stop().isStopped()) {
        throw new InterruptedException();
      }
      return ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OperationException operation) {
        throw operation;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String because(Ending ending) {
    String words = ending.words();
    return ": " + (words.isEmpty() ? "the peer closed the connection" : Escape.text(words));
  }

  private void answer(byte[] content) {
    say(lines -> lines.begin("answer").put("length", content.length).putContent(content).end());
  }

  private void print(String foreign) {
    answer(foreign.getBytes(StandardCharsets.UTF_8));
    if (!events) {
      context.out().println(Escape.text(foreign));
      context.out().flush();
    }
  }

  private void say(String message) {
    context.out().flush();
    context.err().println("recvq: " + message);
  }
}
