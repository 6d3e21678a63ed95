package io.recvq.cli;

import io.recvq.capture.CaptureFile;
import io.recvq.capture.PacketSource;
import io.recvq.flow.FlowLimits;
import io.recvq.net.OperationException;
import io.recvq.wire.RecordReader.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin TrafficOptions traffic = new TrafficOptions();

  @Option(
      names = "--strict",
      description = "Exit status 1 for malformed frames, gaps, or a file cut off.")
  boolean strict;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException {
    if (files.isEmpty()) {
      throw new UsageException("no capture file given");
    }
    FrameSettings settings = traffic.settings();
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
    Optional<String> name = files.size() > 1 ? Optional.of(file) : Optional.empty();
    DecodeView view = traffic.view(context, context.style(color), name);
    DecodeRun run = new DecodeRun(settings, FlowLimits.DEFAULT, traffic.verifyChecksums, view);
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
}
