package io.recvq.cli;

import io.recvq.lab.HandSocket;
import io.recvq.lab.Outcome;
import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.render.Escape;
import io.recvq.render.HexDump;
import io.recvq.render.Numbers;
import io.recvq.render.Style;
import io.recvq.view.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code recv}: one read on a connection driven by hand. */
@Command(
    name = "recv",
    sortOptions = false,
    description = "Read from a connection: what is there, or EAGAIN.",
    footer = {
      "",
      "Examples:",
      "  recv c1                                 what is there, at most 64 KiB",
      "  recv c1 10                              at most 10 bytes: see Recv-Q shrink",
      "  recv c1 4096 --hex",
      "  recv c1 --frame --wait 5s               a framed response, decoded",
      "  recv c1 16m -o body.bin",
      "",
      "Exit status: 0 bytes came, or the stream has ended; 1 EAGAIN or an error."
    })
final class RecvCommand extends LabCommand {
  private static final int INLINE_BYTES = 32;
  private static final int SHOWN_BYTES = 2048;
  private static final long MAX_BYTES = 64 << 20;

  @Parameters(index = "0", paramLabel = "CONNECTION", description = "Its name, as c1.")
  String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BYTES",
      converter = SizeConverter.class,
      description = "At most so many (64k).")
  Long atMost = 64L << 10;

  @ArgGroup Form form = new Form();

  /** How to show what came. */
  static final class Form {
    @Option(names = "--hex", description = "Show what came as a hex dump.")
    boolean hex;

    @Option(names = "--frame", description = "Decode what came as frames, and show those.")
    boolean frame;
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Append what came to a file, and show the call only.")
  @Nullable Path output;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Wait so long for something to come.")
  Duration wait = Duration.ZERO;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    HandSocket socket = socket(context, name);
    if (atMost < 1 || atMost > MAX_BYTES) {
      throw new UsageException("BYTES is 1 to 64M");
    }
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      if (wait.compareTo(Duration.ZERO) > 0) {
        HandWait.ready(context, socket, true, Math.max(1, end - System.nanoTime()));
      }
      Outcome outcome = socket.read(atMost.intValue());
      boolean whole = show(context, socket, outcome);
      boolean more = form.frame && !whole && outcome.returned() > 0;
      if (!more || System.nanoTime() >= end) {
        return outcome.returned() >= 0 ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
      }
    }
  }

  /** Prints the call and what came; true when it ended a frame. */
  private boolean show(CommandContext context, HandSocket socket, Outcome outcome)
      throws IOException, InterruptedException {
    Style style = context.style(color);
    byte[] bytes = outcome.bytes();
    boolean inline = !form.hex && !form.frame && bytes.length > 0 && bytes.length <= INLINE_BYTES;
    String arguments = name + ", " + (inline ? CallText.quoted(bytes) + ", " : "") + atMost;
    HandCall.of(context, socket, arguments, outcome).print(context, style, json);
    if (output != null) {
      append(output, bytes);
    }
    if (json || inline || output != null || bytes.length == 0) {
      return !form.frame;
    }
    if (form.frame) {
      return frames(context, socket, bytes, style);
    }
    byte[] shown = Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES));
    List<String> lines = form.hex ? HexDump.lines(ByteBuffer.wrap(shown), 0) : RawText.lines(shown);
    lines.forEach(line -> context.out().println("  " + style.dim("│") + " " + line));
    if (shown.length < bytes.length) {
      String rest = Numbers.grouped(bytes.length - shown.length);
      context.out().println("  " + style.dim("│ and " + rest + " bytes more; -o FILE keeps all"));
    }
    context.out().flush();
    return true;
  }

  private static void append(Path file, byte[] bytes) throws OperationException {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw FileFailure.write(file.toString(), e);
    }
  }

  private static boolean frames(
      CommandContext context, HandSocket socket, byte[] bytes, Style style) {
    List<Decoded> whole = socket.frames(bytes);
    for (Decoded one : whole) {
      if (one instanceof Frame frame) {
        context
            .out()
            .println(
                "  "
                    + style.green("frame")
                    + " of "
                    + frame.length()
                    + " bytes, "
                    + Escape.text(frame.header().contentType())
                    + ": "
                    + (frame.isJson()
                        ? Escape.text(frame.contentJson())
                        : Escape.bytes(frame.contentBytes())));
      } else if (one instanceof Malformed bad) {
        context
            .out()
            .println(
                "  "
                    + style.red("malformed")
                    + " at byte "
                    + bad.offset()
                    + ": "
                    + bad.reason().word()
                    + ", "
                    + Escape.text(bad.detail()));
      }
    }
    if (socket.heldBytes() > 0) {
      context
          .out()
          .println(
              "  " + style.dim(socket.heldBytes() + " bytes of a frame that is not whole yet"));
    }
    context.out().flush();
    return !whole.isEmpty();
  }
}
