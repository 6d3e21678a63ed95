package io.recvq.cli;

import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framing;
import io.recvq.protocol.Framings;
import io.recvq.render.Style;
import java.util.Optional;
import java.util.Set;
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
      names = "--framing",
      paramLabel = "FRAMING",
      converter = FramingConverter.class,
      description =
          "How streams are cut into frames: app (the default), lines, u16be, u32be, u32le, varint,"
              + " http1, or a description: length:width=4,offset=2,order=little.")
  Framing framing = Framings.APP;

  @Option(
      names = "--max-content",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Longest content of a frame (default: 64M).")
  long maxContentBytes = FrameLimits.DEFAULT.maxContentBytes();

  @Option(
      names = "--verify-checksums",
      description = "Check them; wrong ones are a note, often of checksum offload.")
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

  /**
   * The view that was asked for.
   *
   * @param file named in each JSON object, where there are several
   */
  DecodeView view(CommandContext context, Style style, Optional<String> file) {
    if (json) {
      return new DecodeJson(context.json(), view.packets, file);
    }
    return view.packets
        ? new PacketText(context.out(), style)
        : new FrameText(context.out(), style);
  }
}
