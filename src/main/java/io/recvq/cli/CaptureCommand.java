package io.recvq.cli;

import io.recvq.capture.CaptureDevice;
import io.recvq.capture.CaptureStatistics;
import io.recvq.capture.FilterException;
import io.recvq.capture.Libpcap;
import io.recvq.capture.LiveCapture;
import io.recvq.capture.LiveOptions;
import io.recvq.capture.PacketSink;
import io.recvq.capture.PcapngRing;
import io.recvq.capture.PcapngWriter;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.render.JsonLines;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import io.recvq.sys.OrdinaryUser;
import io.recvq.traffic.BothViews;
import io.recvq.traffic.DecodeRun;
import io.recvq.traffic.DecodeSummary;
import io.recvq.traffic.DecodeView;
import io.recvq.traffic.ExportView;
import io.recvq.traffic.FrameSettings;
import io.recvq.traffic.Shortfalls;
import io.recvq.wire.CapturedPacket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code capture}: live packets or frames, shown as they arrive and kept in pcapng files. */
@Command(
    name = "capture",
    description = "Live packets or frames; write pcapng.",
    customSynopsis = "recvq capture [OPTIONS] [IFACE] [FILTER...]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq capture lo                        frames on loopback as they pass",
      "  recvq capture lo --packets tcp port 80  packets, chosen as with tcpdump",
      "  recvq capture eth0 -w app.pcapng        shown, and kept for Wireshark",
      "  recvq capture any --duration 10s --json  for a script",
      "  recvq capture eth0 -w ring.pcapng --rotate 100M --keep 10",
      "  recvq capture --list                    the interfaces"
    })
final class CaptureCommand extends RecvqCommand {
  @Parameters(
      index = "0",
      paramLabel = "IFACE",
      arity = "0..1",
      description = "Interface: lo, eth0, or any (the default) for all.")
  String device = LiveOptions.ANY;

  @Parameters(
      index = "1..*",
      paramLabel = "FILTER",
      arity = "0..*",
      description = "Which packets, in the words of pcap-filter(7).")
  List<String> filterWords = List.of();

  @Option(names = "--filter", paramLabel = "FILTER", description = "The same as one argument.")
  @Nullable String filter;

  @Option(
      names = {"-w", "--write"},
      paramLabel = "FILE",
      description = "Keep the packets in a pcapng file, with what recvq found as comments.")
  @Nullable Path file;

  @Option(
      names = "--rotate",
      paramLabel = "SIZE|TIME",
      converter = Rotation.Converter.class,
      description = "With -w: begin a new, numbered file each 10M, 30s, 10m, 1h.")
  @Nullable Rotation rotation;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "With --rotate: delete the oldest files beyond so many.")
  int keep;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "N",
      description = "End after so many packets.")
  long count = Long.MAX_VALUE;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "End after this time.")
  @Nullable Duration duration;

  @Option(
      names = "--snap",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Keep only the first bytes of each packet.")
  long snapBytes = LiveOptions.WHOLE_PACKETS;

  @Option(
      names = "--buffer",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The kernel's buffer (default: 8M); what does not fit is dropped.")
  long bufferBytes = LiveOptions.DEFAULT_RING_BYTES;

  @Option(names = "--promiscuous", description = "Take frames for other machines as well.")
  boolean promiscuous;

  @Option(
      names = {"-Z", "--user"},
      paramLabel = "USER",
      description =
          "After opening, give up root's rights and become this user (default: who called sudo;"
              + " root keeps them).")
  @Nullable String user;

  @Option(names = "--list", description = "List the interfaces and end.")
  boolean list;

  @Mixin TrafficOptions traffic = new TrafficOptions();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException {
    if (list) {
      return listDevices(context);
    }
    LiveOptions options = options();
    FrameSettings settings = traffic.settings();
    traffic.requireSense();
    Optional<OrdinaryUser> lesser = LesserRights.of(user, context);
    try (LiveCapture capture = open(options)) {
      StopSignal.Registration stopping = context.stop().onStop(capture::stop);
      try {
        if (lesser.isPresent()) {
          lesser.get().become();
        }
        // Files are made from here on: they belong to that user.
        DecodeView view = traffic.view(context, context.style(color), Optional.empty());
        return captured(capture, settings, view, () -> announce(options, lesser, context), context);
      } catch (OperationException e) {
        throw lesser.isPresent() ? LesserRights.explained(e, lesser.get()) : e;
      } finally {
        stopping.close();
      }
    }
  }

  /** Whoever knows tcpdump may begin with the filter, whose first word is no interface then. */
  private LiveCapture open(LiveOptions options) throws IOException {
    try {
      return LiveCapture.open(options);
    } catch (FilterException e) {
      throw new UsageException(e.getMessage());
    } catch (OperationException e) {
      if (filterWords.isEmpty() || !e.errno().equals(Optional.of(Errno.ENODEV))) {
        throw e;
      }
      String words = device + " " + String.join(" ", filterWords);
      throw OperationException.of(
          e.attempted(), Errno.ENODEV, "the interface comes first: recvq capture any " + words);
    }
  }

  /** The file is begun only when capturing is allowed. */
  private ExitStatus captured(
      LiveCapture capture,
      FrameSettings settings,
      DecodeView view,
      Runnable announcement,
      CommandContext context)
      throws IOException {
    if (file == null) {
      announcement.run();
      return show(capture, settings, view, Optional.empty(), context);
    }
    try (PacketSink sink = sink(file)) {
      announcement.run();
      return show(capture, settings, view, Optional.of(sink), context);
    }
  }

  private PacketSink sink(Path path) throws OperationException {
    return rotation == null
        ? PcapngWriter.create(path)
        : new PcapngRing(path, rotation.bytes(), rotation.time(), keep);
  }

  private ExitStatus show(
      LiveCapture capture,
      FrameSettings settings,
      DecodeView view,
      Optional<PacketSink> sink,
      CommandContext context)
      throws IOException {
    Optional<ExportView> export = sink.map(kept -> new ExportView(kept, true));
    DecodeView watched = export.isPresent() ? new BothViews(export.get(), view) : view;
    DecodeRun run = new DecodeRun(settings, traffic.limits(), traffic.verifyChecksums, watched);
    follow(capture, run, export, sink, context);
    CaptureStatistics statistics = capture.statistics();
    if (sink.isPresent()) {
      sink.get().statistics(statistics);
    }
    run.summary().droppedByKernel(statistics.droppedByKernel());
    tell(run.finish(), context);
    return ExitStatus.OK;
  }

  private LiveOptions options() {
    String words = filterWords.stream().collect(Collectors.joining(" "));
    if (filter != null && !words.isEmpty()) {
      throw new UsageException("give the filter by --filter or by words, not both");
    }
    if (snapBytes < 1 || snapBytes > LiveOptions.WHOLE_PACKETS) {
      throw new UsageException("--snap is 1 to " + LiveOptions.WHOLE_PACKETS + " bytes");
    }
    if (bufferBytes < 1 << 16 || bufferBytes > 1 << 30) {
      throw new UsageException("--buffer is 64K to 1G");
    }
    if (rotation != null && file == null || keep != 0 && rotation == null) {
      throw new UsageException("--rotate goes with -w FILE, and --keep with --rotate");
    }
    if (keep < 0 || keep == 1) {
      throw new UsageException("--keep is 2 or more");
    }
    if (count < 1) {
      throw new UsageException("--count is 1 or more");
    }
    String expression = filter == null ? words : filter;
    return new LiveOptions(device, expression, (int) snapBytes, (int) bufferBytes, promiscuous);
  }

  private void announce(
      LiveOptions options, Optional<OrdinaryUser> lesser, CommandContext context) {
    String which = options.filter().isBlank() ? "" : ", only '" + options.filter() + "'";
    String as = lesser.map(user -> ", as user " + user.name()).orElse("");
    context
        .err()
        .println("recvq: capturing on " + options.device() + which + as + "; Ctrl-C ends it");
  }

  private void follow(
      LiveCapture capture,
      DecodeRun run,
      Optional<ExportView> export,
      Optional<PacketSink> sink,
      CommandContext context)
      throws IOException {
    if (duration != null) {
      capture.stopAfter(duration);
    }
    CapturedPacket packet = new CapturedPacket();
    while (run.summary().packets() < count && capture.next(packet)) {
      run.accept(packet);
      if (export.isPresent()) {
        export.get().write(packet, device);
      }
      if (capture.isIdle()) {
        context.out().flush();
        if (sink.isPresent()) {
          sink.get().flush();
        }
      }
    }
    capture.stop();
  }

  private void tell(DecodeSummary summary, CommandContext context) {
    context.out().flush();
    if (traffic.json) {
      return;
    }
    StringBuilder line = new StringBuilder("recvq: ");
    line.append(summary.packets()).append(summary.packets() == 1 ? " packet, " : " packets, ");
    line.append(summary.frames()).append(summary.frames() == 1 ? " frame" : " frames");
    line.append(", ").append(summary.malformed()).append(" malformed; ");
    long dropped = summary.droppedByKernel().orElse(0);
    line.append(dropped).append(" dropped by the kernel");
    if (dropped > 0) {
      line.append(" (a larger --buffer or a narrower filter helps)");
    }
    context.err().println(line.toString());
    Shortfalls.of(summary).forEach(what -> context.err().println("recvq: " + what));
    traffic.nothingFramed(summary).ifPresent(what -> context.err().println("recvq: " + what));
  }

  private ExitStatus listDevices(CommandContext context) throws OperationException {
    List<CaptureDevice> devices = Libpcap.devices();
    if (traffic.json) {
      JsonLines json = context.json();
      for (CaptureDevice found : devices) {
        json.begin("device")
            .put("name", found.name())
            .put("up", found.up())
            .put("loopback", found.loopback())
            .put("addresses", addresses(found))
            .put("description", found.description())
            .end();
      }
      return ExitStatus.OK;
    }
    Table table =
        new Table(
            List.of(
                Column.text("NAME"),
                Column.text("STATE"),
                Column.text("ADDRESSES"),
                Column.text("DESCRIPTION")));
    for (CaptureDevice found : devices) {
      table.row(
          List.of(
              found.name(),
              found.up() ? "up" : "down",
              String.join(" ", addresses(found)),
              found.description()));
    }
    table.lines(context.style(color)).forEach(context.out()::println);
    return ExitStatus.OK;
  }

  private static List<String> addresses(CaptureDevice device) {
    List<String> addresses = new ArrayList<>();
    device.addresses().forEach(address -> addresses.add(address.toString()));
    return addresses;
  }
}
