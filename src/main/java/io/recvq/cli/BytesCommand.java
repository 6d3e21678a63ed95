package io.recvq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.recvq.net.ByteNotation;
import io.recvq.net.ByteNotation.Form;
import io.recvq.net.ByteNotation.Reading;
import io.recvq.net.FileFailure;
import io.recvq.view.BytesText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytes}: byte order and text encodings of a value. */
@Command(
    name = "bytes",
    description = "Byte order and text encodings of a number, hex or text.",
    customSynopsis = "recvq bytes [OPTIONS] VALUE... | - | --file FILE",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq bytes 103                     host and network order",
      "  recvq bytes 00 67 7b 22             hex, as tcpdump or xxd print it",
      "  recvq bytes \"b'\\\\x00g'\"             a Python bytes literal",
      "  recvq bytes 'caf\u00e9'                  text",
      "  xxd capture.bin | recvq bytes -     a dump from standard input"
    })
final class BytesCommand extends RecvqCommand {
  /** More than any header that one reads by eye; the rest of a file is not read. */
  private static final int MAX_BYTES = 1 << 20;

  @Parameters(
      paramLabel = "VALUE",
      arity = "0..*",
      description = "A number, hex digits, a bytes literal or text; - reads standard input.")
  List<String> values = List.of();

  @Option(
      names = "--as",
      paramLabel = "FORM",
      description = "Read it as number, hex, dump, python, text or raw, whatever it looks like.")
  @Nullable Form form;

  @Option(names = "--file", paramLabel = "FILE", description = "The raw bytes of a file.")
  @Nullable Path file;

  @Option(names = "--json", description = "One JSON object.")
  boolean json;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException {
    if (file != null && !values.isEmpty()) {
      throw new UsageException("give a VALUE or --file, not both");
    }
    Reading reading = file != null ? ofFile(file, context) : ofText(text(context));
    BytesText view = new BytesText(reading);
    if (json) {
      view.json(context.json());
    } else {
      view.lines(context.style(color)).forEach(context.out()::println);
      if (context.session().isPresent()) {
        context.result(view::json);
      }
    }
    return ExitStatus.OK;
  }

  private String text(CommandContext context) throws IOException {
    if (values.isEmpty()) {
      throw new UsageException("no value given");
    }
    if (values.equals(List.of("-"))) {
      String read = new String(limited(context.in(), "standard input", context), UTF_8);
      return read.endsWith("\n") ? read.substring(0, read.length() - 1) : read;
    }
    return String.join(" ", values);
  }

  private Reading ofText(String text) {
    try {
      return form == null ? ByteNotation.read(text) : ByteNotation.read(text, form);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Reading ofFile(Path path, CommandContext context) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return Reading.raw(limited(in, path.toString(), context));
    } catch (IOException e) {
      throw FileFailure.read(path.toString(), e);
    }
  }

  /**
   * The first bytes, and a message where there are more. The buffer is there for pipes: JDK 17's
   * FileInputStream asks them for their position before it reads many bytes.
   */
  private static byte[] limited(InputStream in, String name, CommandContext context)
      throws IOException {
    InputStream buffered = new BufferedInputStream(in);
    byte[] read = buffered.readNBytes(MAX_BYTES);
    if (read.length == MAX_BYTES && buffered.read() >= 0) {
      context.err().println("recvq: " + name + ": only its first " + MAX_BYTES + " bytes are read");
    }
    return read;
  }
}
