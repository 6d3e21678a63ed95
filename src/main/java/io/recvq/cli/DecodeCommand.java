package io.recvq.cli;

import io.recvq.capture.CaptureFile;
import io.recvq.capture.FilterException;
import io.recvq.capture.FilteredSource;
import io.recvq.capture.LibpcapFile;
import io.recvq.capture.PacketFilter;
import io.recvq.capture.PacketSink;
import io.recvq.capture.PacketSource;
import io.recvq.capture.PcapngWriter;
import io.recvq.net.OperationException;
import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.traffic.DecodeJson;
import io.recvq.traffic.DecodeRun;
import io.recvq.traffic.DecodeSummary;
import io.recvq.traffic.DecodeView;
import io.recvq.traffic.ExportView;
import io.recvq.traffic.FrameSettings;
import io.recvq.traffic.Shortfalls;
import io.recvq.wire.LinkType;
import io.recvq.wire.RecordReader.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
      "  recvq decode app.pcap                       a line a frame",
      "  recvq decode --packets app.pcap             a line a packet, as tshark does",
      "  recvq decode --findings app.pcap            who did not read, who reset it",
      "  recvq decode --port 7002 --json app.pcapng  as JSON, also from mid-stream",
      "  ssh host tcpdump -U -w - | recvq decode -   packets from standard input"
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

  @Option(
      names = "--filter",
      paramLabel = "EXPR",
      description = "Decode only packets that this pcap-filter(7) expression takes.")
  String filter = "";

  @Option(
      names = "--via",
      paramLabel = "READER",
      description = "Read files by own (the default) or pcap4j, that is by libpcap.")
  Reader via = Reader.OWN;

  /** Who reads capture files. */
  enum Reader {
    OWN,
    PCAP4J;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description =
          "Write the packets, or those of --where, to a pcapng file with what recvq found as"
              + " comments, and show nothing; - is standard output.")
  @Nullable String export;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException {
    if (files.isEmpty()) {
      throw new UsageException("no capture file given (- reads standard input)");
    }
    if (files.stream().filter("-"::equals).count() > 1) {
      throw new UsageException("standard input can be read once: name - once");
    }
    traffic.requireSense();
    if (export == null) {
      return decodeAll(Optional.empty(), context);
    }
    traffic.requireNoView("--export");
    if (traffic.json && export.equals("-")) {
      throw new UsageException("--export - writes packets where --json would write: name a file");
    }
    try (PacketSink sink = exportTo(export, context)) {
      return decodeAll(Optional.of(sink), context);
    }
  }

  private PacketSink exportTo(String target, CommandContext context) throws OperationException {
    if (!target.equals("-")) {
      return PcapngWriter.create(Path.of(target));
    }
    if (context.terminal().outputIsTerminal()) {
      throw new UsageException("--export - writes bytes for a pipe or file, not for a terminal");
    }
    return PcapngWriter.to(context.out().asStream(), "standard output");
  }

  private ExitStatus decodeAll(Optional<PacketSink> sink, CommandContext context)
      throws IOException {
    FrameSettings settings = traffic.settings();
    ExitStatus worst = ExitStatus.OK;
    for (String file : files) {
      if (context.stop().isStopped()) {
        break;
      }
      ExitStatus status = decodeOrTell(file, settings, sink, context);
      worst = status.code() > worst.code() ? status : worst;
    }
    return worst;
  }

  /** One of several files that cannot be read is told, and the others go on. */
  private ExitStatus decodeOrTell(
      String file, FrameSettings settings, Optional<PacketSink> sink, CommandContext context)
      throws IOException {
    try (PacketSource source = open(file, context)) {
      return decode(file, source, settings, sink, context);
    } catch (OperationException e) {
      if (files.size() == 1) {
        throw e;
      }
      context.out().flush();
      context.err().println("recvq: " + e.getMessage());
      return ExitStatus.COULD_NOT_LOOK;
    }
  }

  private PacketSource open(String file, CommandContext context) throws IOException {
    if (filter.isBlank()) {
      return openAll(file, context);
    }
    return new FilteredSource(openAll(file, context), compiled());
  }

  private PacketFilter compiled() throws OperationException {
    try {
      return PacketFilter.compile(filter, LinkType.ETHERNET);
    } catch (FilterException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private PacketSource openAll(String file, CommandContext context) throws IOException {
    if (via == Reader.PCAP4J) {
      if (file.equals("-")) {
        throw new UsageException("--via pcap4j reads files, not standard input");
      }
      return LibpcapFile.open(Path.of(file));
    }
    return file.equals("-")
        ? CaptureFile.open(context.in(), "standard input")
        : CaptureFile.open(Path.of(file));
  }

  private ExitStatus decode(
      String file,
      PacketSource source,
      FrameSettings settings,
      Optional<PacketSink> sink,
      CommandContext context)
      throws IOException {
    Optional<String> name = files.size() > 1 ? Optional.of(file) : Optional.empty();
    Optional<ExportView> exported = sink.map(s -> new ExportView(s, traffic.where == null));
    DecodeView view =
        exported.isPresent()
            ? traffic.selected(exported.get())
            : traffic.view(context, context.style(color), name);
    if (name.isPresent() && exported.isEmpty() && traffic.isForPeople()) {
      context.out().println(context.style(color).bold("==> " + Escape.text(file) + " <=="));
    }
    DecodeRun run = new DecodeRun(settings, traffic.limits(), traffic.verifyChecksums, view);
    exported.ifPresent(kept -> run.tap(packet -> kept.write(packet, "")));
    DecodeSummary summary = run(run, file, source, context);
    context.out().flush();
    if (sink.isPresent() && exported.isPresent()) {
      sink.get().flush();
      tellKept(file, exported.get().written(), summary, name, context);
    }
    Shortfalls.of(summary).forEach(what -> context.err().println("recvq: " + file + ": " + what));
    if (exported.isEmpty()) {
      traffic
          .nothingFramed(summary)
          .ifPresent(what -> context.err().println("recvq: " + file + ": " + what));
    }
    if (summary.packets() == 0 && summary.ending().isEmpty() && !traffic.json) {
      context.err().println("recvq: " + file + ": no packets");
    }
    summary.ending().ifPresent(end -> tellEnding(file, end, context));
    if (summary.isDamaged()) {
      return ExitStatus.COULD_NOT_LOOK;
    }
    boolean flawed = summary.malformed() > 0 || summary.gaps() > 0 || summary.isCutOff();
    return strict && flawed ? ExitStatus.BAD_ANSWER : ExitStatus.OK;
  }

  private DecodeSummary run(DecodeRun run, String file, PacketSource source, CommandContext context)
      throws IOException {
    if (!showsProgress(context)) {
      return run.run(source, context.stop()::isStopped);
    }
    try (DecodeProgress progress = new DecodeProgress(context, file, source, System::nanoTime)) {
      return run.beforeSummary(progress::close)
          .run(
              source,
              () -> {
                progress.at(run.summary().packets());
                return context.stop().isStopped();
              });
    }
  }

  /** A line that is written over itself does not go with lines that are printed meanwhile. */
  private boolean showsProgress(CommandContext context) {
    boolean printsMeanwhile = context.terminal().outputIsTerminal() && !traffic.isSilentUntilEnd();
    return context.terminal().errorIsTerminal() && (export != null || !printsMeanwhile);
  }

  private void tellKept(
      String file,
      long kept,
      DecodeSummary summary,
      Optional<String> name,
      CommandContext context) {
    String all = TrafficOptions.counted(summary.packets(), "packet");
    context.err().println("recvq: " + file + ": kept " + kept + " of " + all);
    if (traffic.json) {
      JsonLines json = context.json();
      json.begin("export");
      name.ifPresent(one -> json.put("file", one));
      json.put("to", String.valueOf(export)).put("kept", kept).end();
      new DecodeJson(json, false, name).finish(summary);
      context.out().flush();
    }
  }

  private static void tellEnding(String file, Ending ending, CommandContext context) {
    String what = ending.cutOff() ? "" : "cannot decode on: ";
    context.err().println("recvq: " + file + ": " + what + ending.reason());
  }
}
