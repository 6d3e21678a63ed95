package io.recvq.cli;

import io.recvq.lab.HandSocket;
import io.recvq.lab.Outcome;
import io.recvq.net.ByteNotation;
import io.recvq.net.Errno;
import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.peer.Filler;
import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.FrameEncoder;
import io.recvq.view.TextEscapes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code send}: one write on a connection driven by hand. */
@Command(
    name = "send",
    sortOptions = false,
    description = "Write on a connection, and see what the kernel took.",
    footer = {
      "",
      "Words are joined by a space; \\n \\r \\t \\0 \\e \\\\ \\xHH are escapes. Nothing is",
      "added: say \\n where a line shall end. A write that the kernel refuses is EAGAIN.",
      "",
      "Examples:",
      "  send c1 \"GET / HTTP/1.0\\r\\n\\r\\n\"",
      "  send c1 --hex '00 67 7b'",
      "  send c1 --frame search morpheus         a framed request",
      "  send c1 --frame '{\"action\": \"search\", \"value\": 1}'",
      "  send c1 --fill                          until the kernel refuses",
      "",
      "Exit status: 0 all was taken, or --fill was refused; 1 not all, or an error."
    })
final class SendCommand extends LabCommand {
  private static final int MAX_BYTES = 64 << 20;

  @Parameters(index = "0", paramLabel = "CONNECTION", description = "Its name, as c1.")
  String name = "";

  @Parameters(index = "1..*", paramLabel = "TEXT", description = "What to write.")
  List<String> words = new ArrayList<>();

  @ArgGroup Form form = new Form();

  /** What the words are. */
  static final class Form {
    @Option(names = "--hex", description = "TEXT is hex digits.")
    boolean hex;

    @Option(names = "--frame", description = "TEXT is ACTION VALUE, or JSON: send it framed.")
    boolean frame;

    @Option(names = "--file", paramLabel = "FILE", description = "Write a file's bytes.")
    @Nullable Path file;

    @Option(names = "--fill", description = "Write until the kernel refuses.")
    boolean fill;
  }

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Go on so long with what the kernel did not take.")
  Duration wait = Duration.ZERO;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    HandSocket socket = socket(context, name);
    if (form.fill) {
      return fill(context, socket);
    }
    byte[] bytes = bytes();
    Outcome outcome = write(context, socket, ByteBuffer.wrap(bytes));
    String arguments = name + ", " + CallText.quoted(bytes) + ", " + bytes.length;
    HandCall.of(context, socket, arguments, outcome).print(context, context.style(color), json);
    return outcome.returned() == bytes.length ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }

  private byte[] bytes() throws IOException {
    String text = String.join(" ", words);
    if (form.file == null && words.isEmpty()) {
      throw new UsageException("say what to send, as send " + name + " \"hello\\n\"");
    }
    try {
      if (form.file != null) {
        return file(form.file);
      }
      if (form.hex) {
        return ByteNotation.hex(text);
      }
      return form.frame ? frame(text) : TextEscapes.bytes(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] file(Path file) throws OperationException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageException(file + " is larger than 64 MiB");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileFailure.read(file.toString(), e);
    }
  }

  private byte[] frame(String text) {
    boolean value = text.startsWith("{") || text.startsWith("[") || text.startsWith("\"");
    if (value) {
      return FrameEncoder.NATIVE.json(text, StandardCharsets.UTF_8, "utf-8");
    }
    if (words.size() != 2) {
      throw new UsageException("--frame takes ACTION and VALUE, or JSON");
    }
    return AppAnswers.request(FrameEncoder.NATIVE, words.get(0), words.get(1));
  }

  /** Writes once, and with --wait as often as it takes. */
  private Outcome write(CommandContext context, HandSocket socket, ByteBuffer bytes)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    Outcome last = socket.write(bytes);
    long taken = Math.max(0, last.returned());
    int calls = 1;
    while (bytes.hasRemaining() && (last.errno().isEmpty() || last.wouldBlock())) {
      long left = end - System.nanoTime();
      if (left <= 0 || !HandWait.ready(context, socket, false, left)) {
        break;
      }
      last = socket.write(bytes);
      taken += Math.max(0, last.returned());
      calls++;
    }
    return taken == 0
        ? last
        : new Outcome(
            "write", last.requested(), taken, Optional.empty(), last.bytes(), calls, last.took());
  }

  private ExitStatus fill(CommandContext context, HandSocket socket)
      throws IOException, InterruptedException {
    byte[] chunk = new byte[Filler.DEFAULT_CHUNK_BYTES];
    long start = System.nanoTime();
    long taken = 0;
    int calls = 0;
    Outcome last;
    do {
      last = socket.write(ByteBuffer.wrap(chunk));
      taken += Math.max(0, last.returned());
      calls++;
    } while (last.errno().isEmpty() && !context.stop().isStopped());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Optional<Errno> refused = last.errno();
    Outcome sum =
        new Outcome("write", chunk.length, taken, Optional.empty(), new byte[0], calls, took);
    CallText text = HandCall.of(context, socket, name + ", zeros, " + chunk.length, sum);
    FillCall.print(context, text, refused, context.style(color), json);
    return last.wouldBlock() ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }
}
