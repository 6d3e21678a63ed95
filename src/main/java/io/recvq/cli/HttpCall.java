package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import io.recvq.peer.Connection;
import io.recvq.peer.Ending;
import io.recvq.peer.Handler;
import io.recvq.peer.HttpReader;
import io.recvq.render.Escape;
import io.recvq.render.TextOut;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code call http}: one GET request; the header is printed, the body goes to a new file. Where the
 * body goes to standard output, the header is a message.
 */
final class HttpCall implements Handler {
  private static final Pattern PORT_ALONE = Pattern.compile("\\d{1,5}(/.*)?");

  /** The name of a file that means standard output. */
  static final String STANDARD_OUTPUT = "-";

  private final URI uri;
  private final HttpReader reader;
  private Optional<IOException> failure = Optional.empty();

  private HttpCall(URI uri, OutputStream body) {
    this.uri = uri;
    this.reader = new HttpReader(body);
  }

  /** The body on its way to standard output: to a terminal without what a terminal obeys. */
  private static final class Shown extends OutputStream {
    private final RawOut out;

    Shown(CommandContext context) {
      this.out = new RawOut(context, false);
    }

    @Override
    public void write(int oneByte) {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      out.show(ByteBuffer.wrap(bytes, offset, count));
    }
  }

  /**
   * Reads a URL; without a scheme it is one of http, and a port alone is this machine's, as it is
   * with other kinds. Throws UsageException when it is none that can be called.
   */
  static URI url(String text) {
    try {
      String host = PORT_ALONE.matcher(text).matches() ? "127.0.0.1:" + text : text;
      URI uri = new URI(text.contains("://") ? text : "http://" + host);
      boolean http = "http".equalsIgnoreCase(uri.getScheme()) || isTls(uri);
      if (!http || uri.getHost() == null) {
        throw new UsageException(
            "'" + text + "' is no http or https URL; write http://HOST:PORT/PATH");
      }
      // A request has bytes of ASCII only (RFC 3986, 2.1): what is not becomes % and its UTF-8.
      return new URI(uri.toASCIIString());
    } catch (URISyntaxException e) {
      throw new UsageException("'" + text + "' is no URL: " + e.getReason());
    }
  }

  /** Whether the URL says that the connection is inside TLS. */
  static boolean isTls(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** The server's address. */
  static AddressSpec address(URI uri) {
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    int preset = isTls(uri) ? 443 : 80;
    return new AddressSpec.Inet(host, uri.getPort() < 0 ? preset : uri.getPort());
  }

  /** Where the body goes: as asked, else the URL's last segment. */
  static Path file(URI uri, @Nullable String asked) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String last = path.substring(path.lastIndexOf('/') + 1);
    boolean usable = !last.isEmpty() && !last.equals(".") && !last.equals("..");
    return Path.of(asked != null ? asked : usable ? last : "index.html");
  }

  /**
   * Runs the request as one of the calls.
   *
   * @param asked where the body goes; null where the URL says
   */
  static ExitStatus run(Calls calls, CommandContext context, URI uri, @Nullable String asked)
      throws IOException, InterruptedException {
    if (!STANDARD_OUTPUT.equals(asked)) {
      return toFile(calls, context, uri, file(uri, asked));
    }
    HttpCall call = new HttpCall(uri, new Shown(context));
    Ending ending = calls.run(call);
    context.out().flush();
    if (!call.reader.isWholeAtEnd() || call.failure.isPresent()) {
      return call.broken(context, ending);
    }
    call.header(context.err());
    return call.status(context);
  }

  private static ExitStatus toFile(Calls calls, CommandContext context, URI uri, Path file)
      throws IOException, InterruptedException {
    HttpCall call;
    try (OutputStream body =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      call = new HttpCall(uri, body);
      try {
        Ending ending = calls.run(call);
        if (!call.reader.isWholeAtEnd() || call.failure.isPresent()) {
          return call.broken(context, ending);
        }
      } finally {
        if (call.reader.bodyBytes() == 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw OperationException.of("write " + file, e, "remove it, or name another with -o FILE");
    }
    call.header(context.out());
    if (call.reader.bodyBytes() > 0) {
      context.err().println("recvq: body of " + call.reader.bodyBytes() + " bytes in " + file);
    }
    return call.status(context);
  }

  private ExitStatus broken(CommandContext context, Ending ending) {
    String why =
        failure
            .map(Throwable::getMessage)
            .orElseGet(
                () ->
                    (reader.header().isEmpty()
                            ? "no response"
                            : "the response ended early, after "
                                + reader.bodyBytes()
                                + " bytes of its body")
                        + (ending.words().isEmpty() ? "" : ": " + ending.words()));
    context
        .err()
        .println(
            "recvq: cannot read the answer of "
                + address(uri)
                + ": "
                + Escape.text(String.valueOf(why)));
    return ExitStatus.BAD_ANSWER;
  }

  private void header(TextOut out) {
    reader.header().ifPresent(h -> h.lines().map(Escape::text).forEach(out::println));
  }

  private ExitStatus status(CommandContext context) {
    if (reader.status() / 100 == 3) {
      reader
          .field("location")
          .ifPresent(
              to ->
                  context.err().println("recvq: a redirect, not followed, to " + Escape.text(to)));
    }
    return reader.status() < 400 ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }

  @Override
  public void opened(Connection connection) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String request =
        "GET "
            + path
            + query
            + " HTTP/1.1\r\nHost: "
            + uri.getHost()
            + port
            + "\r\nConnection: close\r\n\r\n";
    connection.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    try {
      reader.feed(bytes);
    } catch (IOException e) {
      failure = Optional.of(e);
      connection.close();
    }
    if (reader.isDone()) {
      connection.close();
    }
  }
}
