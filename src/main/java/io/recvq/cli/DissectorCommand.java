package io.recvq.cli;

import io.recvq.protocol.Framing;
import io.recvq.protocol.Framings;
import io.recvq.protocol.LuaDissector;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dissector}: a Wireshark dissector for the protocol or a described framing. */
@Command(
    name = "dissector",
    description = "A Wireshark dissector for the protocol, or a framing of yours.",
    customSynopsis = "recvq dissector [OPTIONS] > FILE.lua",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq dissector > app.lua",
      "  tshark -X lua_script:app.lua -r app.pcapng -Y recvq",
      "  recvq dissector --framing u32be --port 7002 > mine.lua"
    })
final class DissectorCommand extends RecvqCommand {
  @Option(
      names = "--framing",
      paramLabel = "FRAMING",
      converter = TrafficOptions.FramingConverter.class,
      description =
          "As for decode: app (the default), lines, u16be, u32be, u32le, varint, or a"
              + " description.")
  Framing framing = Framings.APP;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The server's port; without it streams are recognised by their first bytes.")
  @Nullable Integer port;

  @Override
  protected ExitStatus run(CommandContext context) {
    if (port != null && (port < 1 || port > 0xffff)) {
      throw new UsageException("port " + port + " is outside 1 to 65535");
    }
    try {
      OptionalInt server = port == null ? OptionalInt.empty() : OptionalInt.of(port);
      context.out().print(LuaDissector.script(framing, server));
      return ExitStatus.OK;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
