package io.recvq.cli;

import io.recvq.capture.CaptureFile;
import io.recvq.capture.PacketSource;
import io.recvq.flow.FlowLimits;
import io.recvq.net.OperationException;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framings;
import io.recvq.wire.RecordReader.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code decode}: frames, packets, streams and findings of capture files. */
@Command(
    name = "decode",
    description = "Frames, packets, streams and findings of capture files.",
    customSynopsis = "recvq decode [OPTIONS] FILE...",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq decode app.pcap                      a line a frame",
      "  recvq decode --packets app.pcap            a line a packet, as tshark does",
      "  recvq decode --port 7002 --json app.pcapng frames as JSON, from mid-stream on",
      "  ssh host tcpdump -U -w - | recvq decode -  packets from standard input"
    })
final class DecodeCommand extends RecvqCommand {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "pcap or pcapng, plain or gzip; - reads standard input.")
  List<String> files = List.of();

  /** One of the ways to look at a capture. */
  static final class ViewChoice {
    @Option(names = "--frames", description = "A line a frame (the default).")
    boolean frames;

    @Option(names = "--packets", description = "A line a TCP packet, in the manner of tshark.")
    boolean packets;
  }

  @ArgGroup(heading = "%nViews:%n", order = 1)
  ViewChoice view = new ViewChoice();

  @Option(names = "--json", description = "JSON objects, one a line.")
  boolean json;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "This is the server's port and all of its traffic is framed.")
  Set<Integer> ports = Set.of();

  @Option(
      names = "--max-content",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Longest content of a frame (default: 64M).")
  long maxContentBytes = FrameLimits.DEFAULT.maxContentBytes();

  @Option(
      names = "--strict",
      description = "Exit status 1 for malformed frames, gaps, or a file cut off.")
  boolean strict;

  @Option(
      names = "--verify-checksums",
      description = "Check them; wrong ones are a note, often of checksum offload.")
  boolean verifyChecksums;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException {
    if (files.isEmpty()) {
      throw new UsageException("no capture file given");
    }
    FrameSettings settings = settings();
    ExitStatus worst = ExitStatus.OK;
    for (String file : files) {
      if (context.stop().isStopped()) {
        break;
      }
      ExitStatus status = decodeOrTell(file, settings, context);
      worst = status.code() > worst.code() ? status : worst;
    }
    return worst;
  }

  private FrameSettings settings() {
    if (maxContentBytes > Integer.MAX_VALUE - (1 << 20)) {
      throw new UsageException("--max-content is at most 2046M");
    }
    for (int port : ports) {
      if (port < 1 || port > 0xffff) {
        throw new UsageException("port " + port + " is outside 1 to 65535");
      }
    }
    FrameLimits limits = FrameLimits.DEFAULT.withMaxContentBytes((int) maxContentBytes);
    return new FrameSettings(Framings.APP, limits, ports);
  }

  /** One of several files that cannot be read is told, and the others go on. */
  private ExitStatus decodeOrTell(String file, FrameSettings settings, CommandContext context)
      throws IOException {
    try (PacketSource source = open(file, context)) {
      return decode(file, source, settings, context);
    } catch (OperationException e) {
      if (files.size() == 1) {
        throw e;
      }
      context.out().flush();
      context.err().println("recvq: " + e.getMessage());
      return ExitStatus.COULD_NOT_LOOK;
    }
  }

  private static PacketSource open(String file, CommandContext context) throws IOException {
    return file.equals("-")
        ? CaptureFile.open(context.in(), "standard input")
        : CaptureFile.open(Path.of(file));
  }

  private ExitStatus decode(
      String file, PacketSource source, FrameSettings settings, CommandContext context)
      throws IOException {
    DecodeView chosen = view(file, context);
    DecodeRun run = new DecodeRun(settings, FlowLimits.DEFAULT, verifyChecksums, chosen);
    DecodeSummary summary = run.run(source, context.stop()::isStopped);
    context.out().flush();
    summary.ending.ifPresent(end -> tellEnding(file, end, context));
    if (summary.isDamaged()) {
      return ExitStatus.COULD_NOT_LOOK;
    }
    boolean flawed = summary.malformed > 0 || summary.gaps > 0 || summary.isCutOff();
    return strict && flawed ? ExitStatus.BAD_ANSWER : ExitStatus.OK;
  }

  private static void tellEnding(String file, Ending ending, CommandContext context) {
    String what = ending.cutOff() ? "" : "cannot decode on: ";
    context.err().println("recvq: " + file + ": " + what + ending.reason());
  }

  private DecodeView view(String file, CommandContext context) {
    if (json) {
      Optional<String> name = files.size() > 1 ? Optional.of(file) : Optional.empty();
      return new DecodeJson(context.json(), view.packets, name);
    }
    return view.packets
        ? new PacketText(context.out(), context.style(color))
        : new FrameText(context.out(), context.style(color));
  }
}
