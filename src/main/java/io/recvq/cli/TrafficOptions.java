package io.recvq.cli;

import io.recvq.flow.FlowLimits;
import io.recvq.net.OperationException;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framing;
import io.recvq.protocol.Framings;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.traffic.DecodeJson;
import io.recvq.traffic.DecodeSummary;
import io.recvq.traffic.DecodeView;
import io.recvq.traffic.FollowJson;
import io.recvq.traffic.FollowText;
import io.recvq.traffic.FrameSettings;
import io.recvq.traffic.FrameText;
import io.recvq.traffic.LadderText;
import io.recvq.traffic.PacketText;
import io.recvq.traffic.StatsJson;
import io.recvq.traffic.StatsText;
import io.recvq.traffic.StreamFilesView;
import io.recvq.traffic.StreamsView;
import io.recvq.traffic.Where;
import io.recvq.traffic.WhereView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is looked for in traffic and how it is shown: the options of capture and decode. */
final class TrafficOptions {
  /** One of the ways to look at traffic. */
  static final class ViewChoice {
    @Option(names = "--frames", description = "A line a frame (the default).")
    boolean frames;

    @Option(names = "--packets", description = "A line a TCP packet, in the manner of tshark.")
    boolean packets;

    @Option(names = "--streams", description = "A line a connection, with what is found of it.")
    boolean streams;

    @Option(
        names = "--findings",
        description = "Zero windows, retransmissions, resets, gaps: who did what, and how long.")
    boolean findings;

    @Option(
        names = "--ladder",
        description = "Arrows between client and server, with times and what they carry.")
    boolean ladder;

    @Option(
        names = "--follow",
        paramLabel = "N",
        description = "The bytes of stream N (see --as, --write-dir).")
    @Nullable Long follow;

    @Option(
        names = "--stats",
        description = "Rates over time, sizes, and percentiles of response times.")
    boolean stats;
  }

  @ArgGroup(heading = "%nViews:%n", order = 1)
  ViewChoice view = new ViewChoice();

  @Option(
      names = "--as",
      paramLabel = "FORM",
      description = "How --follow shows bytes: text (the default), hex, raw.")
  FollowText.@Nullable Form form;

  @Option(
      names = "--write-dir",
      paramLabel = "DIR",
      description = "Write the bytes of --follow to a file for each direction.")
  @Nullable Path writeFolder;

  @Option(names = "--json", description = "JSON objects, one a line.")
  boolean json;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "This is the server's port and all of its traffic is framed.")
  Set<Integer> ports = Set.of();

  @Option(
      names = "--framing",
      paramLabel = "FRAMING",
      converter = FramingConverter.class,
      description =
          "How streams are cut into frames: app (the default), lines, u16be, u32be, u32le, varint,"
              + " http1, or a description: length:width=4,offset=2,order=little.")
  Framing framing = Framings.APP;

  @Option(
      names = "--where",
      paramLabel = "EXPR",
      converter = WhereConverter.class,
      description = "Show only what this holds for, as 'stream = 0 and content ~ morpheus'.")
  @Nullable Where where;

  @Option(
      names = "--max-content",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Longest content of a frame (default: 64M).")
  long maxContentBytes = FrameLimits.DEFAULT.maxContentBytes();

  @Option(
      names = "--stream-memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Memory for bytes of one direction that wait for earlier ones (8M).")
  long streamBytes = FlowLimits.DEFAULT.streamBytes();

  @Option(
      names = "--total-memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The same for all streams together (64M).")
  long totalBytes = FlowLimits.DEFAULT.totalBytes();

  @Option(
      names = "--max-streams",
      paramLabel = "COUNT",
      description = "Connections remembered at a time (131072).")
  int maxStreams = FlowLimits.DEFAULT.streams();

  @Option(
      names = "--verify-checksums",
      description = "Check them; wrong ones are a note, and no data where most are right.")
  boolean verifyChecksums;

  /** Reads {@code --framing}. */
  static final class FramingConverter implements ITypeConverter<Framing> {
    @Override
    public Framing convert(String value) {
      try {
        return Framings.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads {@code --where}. */
  static final class WhereConverter implements ITypeConverter<Where> {
    @Override
    public Where convert(String value) {
      try {
        return Where.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** How frames are looked for. Throws UsageException when options are out of range. */
  FrameSettings settings() {
    if (maxContentBytes > Integer.MAX_VALUE - (1 << 20)) {
      throw new UsageException("--max-content is at most 2046M");
    }
    for (int port : ports) {
      if (port < 1 || port > 0xffff) {
        throw new UsageException("port " + port + " is outside 1 to 65535");
      }
    }
    FrameLimits limits = FrameLimits.DEFAULT.withMaxContentBytes((int) maxContentBytes);
    return new FrameSettings(framing, limits, ports);
  }

  /** How much may be held. Throws UsageException when options are out of range. */
  FlowLimits limits() {
    if (streamBytes < 1 || totalBytes < 1 || maxStreams < 1) {
      throw new UsageException("--stream-memory, --total-memory and --max-streams are 1 or more");
    }
    return new FlowLimits(streamBytes, totalBytes, maxStreams);
  }

  /**
   * The view that was asked for.
   *
   * @param file named in each JSON object, where there are several
   */
  DecodeView view(CommandContext context, Style style, Optional<String> file)
      throws OperationException {
    requireSense();
    return selected(chosenView(context, style, file));
  }

  /** Whether what is printed is read by people, neither as JSON nor as a stream's bytes. */
  boolean isForPeople() {
    boolean bytes = view.follow != null && (form() == FollowText.Form.RAW || writeFolder != null);
    return !json && !bytes;
  }

  /** Whether nothing is printed before everything was read. */
  boolean isSilentUntilEnd() {
    return view.stats || writeFolder != null;
  }

  /** Whether frames are shown as lines, as they are unless something else was asked for. */
  boolean showsFrames() {
    boolean other = view.packets || view.streams || view.findings || view.ladder || view.stats;
    return !other && view.follow == null;
  }

  /**
   * What to say where frames were to be shown and no stream has any: no frames in an empty answer
   * and none because nobody knows the framing are not the same.
   */
  Optional<String> nothingFramed(DecodeSummary summary) {
    if (json || summary.packets() == 0 || view.follow != null) {
      return Optional.empty();
    }
    if (summary.streams() == 0) {
      return Optional.of("no TCP among " + counted(summary.packets(), "packet"));
    }
    if (!showsFrames() || summary.framedStreams() > 0) {
      return Optional.empty();
    }
    return Optional.of(
        "no frames in "
            + counted(summary.streams(), "stream")
            + "; look with --streams, --packets or --follow, or name the --framing and --port");
  }

  /** As {@code 1 packet} or {@code 2 packets}. */
  static String counted(long number, String of) {
    return number + " " + of + (number == 1 ? "" : "s");
  }

  /** Throws UsageException when options do not go together. */
  void requireSense() {
    if (writeFolder != null && view.follow == null) {
      throw new UsageException("--write-dir needs --follow N");
    }
    if (form != null && (view.follow == null || json || writeFolder != null)) {
      throw new UsageException("--as says how --follow N shows bytes as text");
    }
  }

  /** Throws UsageException when a view is asked for, of a command that only writes. */
  void requireNoView(String option) {
    boolean other = view.packets || view.streams || view.findings || view.ladder || view.stats;
    if (view.frames || other || view.follow != null) {
      throw new UsageException(option + " shows nothing: leave out the view");
    }
  }

  private FollowText.Form form() {
    return form == null ? FollowText.Form.TEXT : form;
  }

  /** Shows a view only what {@code --where} holds for. */
  DecodeView selected(DecodeView shown) {
    boolean wholeStreams = view.streams || view.findings;
    return where == null ? shown : new WhereView(where, wholeStreams, shown);
  }

  private DecodeView chosenView(CommandContext context, Style style, Optional<String> file)
      throws OperationException {
    if (view.follow != null) {
      return followed(context, style, view.follow, file);
    }
    if (view.streams || view.findings) {
      Optional<JsonLines> lines = json ? Optional.of(context.json()) : Optional.empty();
      return new StreamsView(context.out(), style, lines, file, view.findings);
    }
    if (json) {
      DecodeJson whole = new DecodeJson(context.json(), view.packets, file);
      return view.stats ? new StatsJson(context.json(), file, whole) : whole;
    }
    int columns = context.terminal().columns();
    if (view.ladder) {
      return new LadderText(context.out(), style, columns);
    }
    if (view.stats) {
      return new StatsText(context.out(), style, columns);
    }
    return view.packets
        ? new PacketText(context.out(), style)
        : new FrameText(context.out(), style);
  }

  private DecodeView followed(
      CommandContext context, Style style, long stream, Optional<String> file)
      throws OperationException {
    if (writeFolder != null) {
      return new StreamFilesView(writeFolder, stream, context.err());
    }
    return json
        ? new FollowJson(context.json(), stream, file)
        : new FollowText(context.out(), context.err(), style, stream, form());
  }
}
