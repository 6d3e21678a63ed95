package io.recvq.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A whole frame. Its bytes are a view: into the buffer that was fed where the frame lay in it
 * whole, so that buffer must stay as it is while the frame is in use ({@link #copy} frees from
 * that), else into memory of its own.
 */
public final class Frame implements Decoded {
  private final ByteBuffer bytes;
  private final int start;
  private final int headerFrom;
  private final int contentFrom;
  private final int contentEnd;
  private final int end;
  private final long offset;
  private final FrameHeader header;
  private final String headerJson;
  private final String summary;

  private Frame(
      ByteBuffer bytes,
      int start,
      int headerFrom,
      int contentFrom,
      int contentEnd,
      int end,
      Frame like) {
    this.bytes = bytes;
    this.start = start;
    this.headerFrom = headerFrom;
    this.contentFrom = contentFrom;
    this.contentEnd = contentEnd;
    this.end = end;
    this.offset = like.offset;
    this.header = like.header;
    this.headerJson = like.headerJson;
    this.summary = like.summary;
  }

  /** The frame that a cutter found in these bytes from {@code start} on. */
  Frame(ByteBuffer bytes, int start, int end, long offset, Cut cut) {
    this.bytes = bytes;
    this.start = start;
    this.headerFrom = start + cut.headerFrom;
    this.contentFrom = start + cut.contentFrom;
    this.contentEnd = start + cut.contentEnd;
    this.end = end;
    this.offset = offset;
    this.header = cut.header;
    this.headerJson = cut.headerJson;
    this.summary = cut.summary;
  }

  /** Position of the frame's first byte in its direction of the stream. */
  public long offset() {
    return offset;
  }

  /** Bytes of the whole frame on the wire. */
  public int length() {
    return end - start;
  }

  /** Bytes of the JSON header; 0 where the framing has none. */
  public int headerLength() {
    return contentFrom - headerFrom;
  }

  public int contentLength() {
    return contentEnd - contentFrom;
  }

  public FrameHeader header() {
    return header;
  }

  /**
   * What the frame is, in few words for a line of output: the content type that its header tells,
   * the first line of an HTTP message, nothing for framings that tell nothing. Foreign text.
   */
  public String summary() {
    return headerJson.isEmpty() ? header.contentType() : summary;
  }

  /** Whether the content is JSON, checked to be valid. */
  public boolean isJson() {
    return header.isJson();
  }

  /** Whether the content is text of a framing that knows no content types, as lines. */
  public boolean isText() {
    return !headerJson.isEmpty() && header.equals(FrameHeader.TEXT);
  }

  /** The bytes of the whole frame, read-only. */
  public ByteBuffer bytes() {
    return view(start, end);
  }

  /** The bytes of the content, read-only. */
  public ByteBuffer content() {
    return view(contentFrom, contentEnd);
  }

  /** Copies the first {@code count} bytes of the content to the start of the array. */
  public void copyContent(byte[] into, int count) {
    if (count > contentLength()) {
      throw new IndexOutOfBoundsException("content of " + contentLength() + " bytes");
    }
    bytes.get(contentFrom, into, 0, count);
  }

  /** A copy of the content. */
  public byte[] contentBytes() {
    byte[] copy = new byte[contentLength()];
    bytes.get(contentFrom, copy);
    return copy;
  }

  /**
   * The header as a JSON object on one line: all keys of a JSON header as they came, what another
   * framing's header says, or {@code {}} where there is none.
   */
  public String headerJson() {
    if (!headerJson.isEmpty()) {
      return headerJson;
    }
    return headerLength() == 0 ? "{}" : JsonText.oneLine(text(headerFrom, contentFrom, UTF_8));
  }

  /** What the header has under a key, or a path of keys with dots; empty where there is none. */
  public List<String> headerValues(String path) {
    return JsonValues.at(headerJson(), path);
  }

  /** The same of JSON content. */
  public List<String> contentValues(String path) {
    return isJson() ? JsonValues.at(contentText(), path) : List.of();
  }

  /** The content of a JSON frame on one line, valid JSON as it came. */
  public String contentJson() {
    return JsonText.oneLine(contentText());
  }

  /**
   * The content as text: of a JSON frame in its encoding, of any other as UTF-8 with U+FFFD for
   * bytes that are none.
   */
  public String contentText() {
    return text(contentFrom, contentEnd, charset());
  }

  private Charset charset() {
    return isJson() ? Encodings.find(header.contentEncoding()).orElse(UTF_8) : UTF_8;
  }

  /** The same frame in memory of its own. */
  public Frame copy() {
    byte[] copy = new byte[length()];
    bytes.get(start, copy);
    return new Frame(
        ByteBuffer.wrap(copy),
        0,
        headerFrom - start,
        contentFrom - start,
        contentEnd - start,
        copy.length,
        this);
  }

  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private String text(int from, int to, Charset charset) {
    if (bytes.hasArray()) {
      return new String(bytes.array(), bytes.arrayOffset() + from, to - from, charset);
    }
    byte[] copy = new byte[to - from];
    bytes.get(from, copy);
    return new String(copy, charset);
  }

  private ByteBuffer view(int from, int to) {
    return bytes.slice(from, to - from).asReadOnlyBuffer();
  }

  @Override
  public String toString() {
    return "Frame[offset=" + offset + ", length=" + length() + ", header=" + headerJson() + "]";
  }
}
