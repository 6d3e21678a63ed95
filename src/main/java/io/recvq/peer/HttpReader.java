package io.recvq.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 response (RFC 9112) from pieces of any size: the header up to the first blank
 * line, then a body that a length, chunks or the end of the stream delimit.
 */
public final class HttpReader {
  private static final int MAX_HEADER_BYTES = 256 << 10;
  private static final int MAX_CHUNK_LINE_BYTES = 1024;

  /** Of a first line that is none of HTTP. */
  private static final int MAX_SHOWN = 60;

  private enum State {
    HEADER,
    LENGTH,
    UNTIL_END,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    DONE
  }

  private final OutputStream body;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private State state = State.HEADER;
  private @Nullable String header;

  /** Of the present line of the header, its line end not counted: a line without any ends it. */
  private int headerLineBytes;

  /** The first line that is not blank has come. */
  private boolean statusBegun;

  /** A blank line before the first one is no end of the header. */
  private boolean headerBegun;

  private long left;
  private long bodyBytes;

  /**
   * @param body takes the body, its chunks put together
   */
  public HttpReader(OutputStream body) {
    this.body = body;
  }

  /**
   * Takes the next bytes of the stream; those after the response are left.
   *
   * @throws IOException when they are no response, or the body cannot be written
   */
  public void feed(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining() && state != State.DONE) {
      switch (state) {
        case HEADER -> header(bytes.get());
        case LENGTH, UNTIL_END, CHUNK -> content(bytes);
        default -> chunkLine(bytes.get());
      }
    }
  }

  private void header(byte b) throws IOException {
    line.write(b);
    if (b == '\n' && headerLineBytes == 0 && headerBegun) {
      header = line.toString(StandardCharsets.ISO_8859_1).strip();
      line.reset();
      headerBegun = false;
      begin();
    } else if (line.size() > MAX_HEADER_BYTES) {
      throw new IOException("the header is longer than " + MAX_HEADER_BYTES + " bytes");
    } else if (b == '\n') {
      if (headerLineBytes > 0 && !statusBegun) {
        statusBegun = true;
        requireHttp();
      }
      headerLineBytes = 0;
    } else if (b != '\r') {
      headerLineBytes++;
      headerBegun = true;
    }
  }

  /** A server of another protocol may speak first, and then wait: its first line tells. */
  private void requireHttp() throws IOException {
    String first = line.toString(StandardCharsets.ISO_8859_1).strip();
    if (!first.startsWith("HTTP/")) {
      int shown = Math.min(first.length(), MAX_SHOWN);
      throw new IOException("no HTTP status line but '" + first.substring(0, shown) + "'");
    }
  }

  private void begin() throws IOException {
    int status = status();
    if (status < 100 || status > 999) {
      throw new IOException("no HTTP status line");
    }
    boolean chunked =
        field("transfer-encoding")
            .filter(value -> value.toLowerCase(Locale.ROOT).endsWith("chunked"))
            .isPresent();
    Optional<String> length = field("content-length");
    if (status < 200) {
      state = State.HEADER;
    } else if (status == 204 || status == 304) {
      state = State.DONE;
    } else if (chunked) {
      state = State.CHUNK_SIZE;
    } else if (length.isPresent()) {
      left = number(length.get(), 10, "content-length");
      state = left == 0 ? State.DONE : State.LENGTH;
    } else {
      state = State.UNTIL_END;
    }
  }

  private void content(ByteBuffer bytes) throws IOException {
    int count =
        (int) Math.min(bytes.remaining(), state == State.UNTIL_END ? Integer.MAX_VALUE : left);
    byte[] piece = new byte[count];
    bytes.get(piece);
    body.write(piece);
    bodyBytes += count;
    left -= count;
    if (left == 0 && state != State.UNTIL_END) {
      state = state == State.CHUNK ? State.CHUNK_END : State.DONE;
    }
  }

  private void chunkLine(byte b) throws IOException {
    if (b != '\n') {
      line.write(b);
      if (line.size() > MAX_CHUNK_LINE_BYTES) {
        throw new IOException("a chunk's size is longer than a line");
      }
      return;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1).strip();
    line.reset();
    switch (state) {
      case CHUNK_SIZE -> {
        left = number(text.replaceFirst(";.*", "").strip(), 16, "chunk size");
        state = left == 0 ? State.TRAILER : State.CHUNK;
      }
      case CHUNK_END -> state = State.CHUNK_SIZE;
      default -> state = text.isEmpty() ? State.DONE : State.TRAILER;
    }
  }

  private static long number(String text, int radix, String what) throws IOException {
    try {
      long value = Long.parseLong(text, radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IOException("'" + text + "' is no " + what, e);
    }
    throw new IOException("'" + text + "' is no " + what);
  }

  /** The stream has ended; true when the response was whole by then. */
  public boolean isWholeAtEnd() {
    return state == State.DONE || state == State.UNTIL_END;
  }

  /** Whether the response is whole, and nothing more of it will come. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Status line and fields, without the blank line; empty while they are not whole. */
  public Optional<String> header() {
    return Optional.ofNullable(header);
  }

  /** The status code; 0 where there is none. */
  public int status() {
    String[] words = header == null ? new String[0] : header.split("\\s+", 3);
    boolean good =
        words.length >= 2 && words[0].startsWith("HTTP/") && words[1].matches("[0-9]{3}");
    return good ? Integer.parseInt(words[1]) : 0;
  }

  /** The value of a field; its name in lower case. */
  public Optional<String> field(String name) {
    List<String> lines = header == null ? List.of() : header.lines().skip(1).toList();
    return lines.stream()
        .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(l -> l.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** Bytes of the body so far. */
  public long bodyBytes() {
    return bodyBytes;
  }
}
