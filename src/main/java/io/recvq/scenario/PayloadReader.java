package io.recvq.scenario;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.net.ByteNotation;
import io.recvq.protocol.FrameEncoder;
import io.recvq.scenario.ScenarioStep.Action;
import io.recvq.scenario.ScenarioStep.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the bytes of a step of a scenario file: so many, a text, hex, or a frame and its damage.
 */
final class PayloadReader {
  private static final int PREFIX_BYTES = 2;
  private static final int DEFAULT_CHUNK_BYTES = 64 << 10;
  private static final List<String> CONTENTS = List.of("bytes", "text", "hex", "frame");
  private static final FrameEncoder ENCODER = new FrameEncoder(ByteOrder.LITTLE_ENDIAN);

  private final long byteLimit;

  PayloadReader(long byteLimit) {
    this.byteLimit = byteLimit;
  }

  Payload read(FaultyNode step, Action action) throws DocumentException {
    if (action == Action.RESOLVE) {
      String name = step.text("name").orElse("localhost");
      return payload(name.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }
    List<String> given = CONTENTS.stream().filter(step::has).toList();
    if (given.size() > 1) {
      throw step.node().wrong("only one of " + CONTENTS);
    }
    if (action != Action.WRITE) {
      long size = step.size("bytes", byteLimit).orElse(DEFAULT_CHUNK_BYTES);
      return new Payload(ByteBuffer.allocate(0), size, Optional.empty());
    }
    String kind = given.isEmpty() ? "bytes" : given.get(0);
    byte[] whole =
        switch (kind) {
          case "text" -> step.text("text").orElseThrow().getBytes(charset(step));
          case "hex" -> hex(step);
          case "frame" -> frame(step);
          default -> {
            byte[] bytes = new byte[step.size("bytes", byteLimit).orElse(DEFAULT_CHUNK_BYTES)];
            Arrays.fill(bytes, (byte) 'x');
            yield bytes;
          }
        };
    int from = place(step, "from", whole, 0);
    int to = place(step, "up-to", whole, whole.length);
    if (from >= to) {
      throw step.node().wrong("there is nothing to write");
    }
    return payload(Arrays.copyOfRange(whole, from, to), step.text("frame"));
  }

  private static Payload payload(byte[] bytes, Optional<String> frame) {
    return new Payload(ByteBuffer.wrap(bytes), bytes.length, frame);
  }

  private static byte[] hex(FaultyNode step) throws DocumentException {
    try {
      return ByteNotation.hex(step.text("hex").orElse(""));
    } catch (IllegalArgumentException e) {
      throw step.get("hex").orElseThrow().wrong("'hex' is no hex: " + e.getMessage());
    }
  }

  /** In this charset text is written, whatever it says of itself. */
  private static Charset charset(FaultyNode step) throws DocumentException {
    Optional<DocNode> node = step.get("encoding");
    if (node.isEmpty()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(node.get().text("'encoding'"));
    } catch (IllegalArgumentException e) {
      throw node.get().wrong("'encoding' is no charset");
    }
  }

  private static byte[] frame(FaultyNode step) throws DocumentException {
    Charset charset = charset(step);
    String content = step.text("frame").orElseThrow();
    byte[] frame = ENCODER.json(content, charset, "utf-8");
    Optional<String> header = step.text("header");
    if (header.isPresent()) {
      frame = FrameEncoder.frame(header.get().getBytes(charset), content.getBytes(charset));
    }
    Optional<DocNode> order = step.get("length-order");
    if (order.isPresent()) {
      if (!List.of("big", "little").contains(order.get().text("'length-order'"))) {
        throw order.get().wrong("'length-order' is big or little");
      }
      if (order.get().text("'length-order'").equals("little")) {
        byte first = frame[0];
        frame[0] = frame[1];
        frame[1] = first;
      }
    }
    return frame;
  }

  /** A place in the bytes: a number, or the middle of a part of a frame. */
  private static int place(FaultyNode step, String key, byte[] whole, int otherwise)
      throws DocumentException {
    Optional<DocNode> node = step.get(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    String text = node.get().text("'" + key + "'");
    int header = whole.length < PREFIX_BYTES ? 0 : (whole[0] & 0xff) << 8 | whole[1] & 0xff;
    int place =
        switch (text) {
          case "length" -> 1;
          case "header" -> PREFIX_BYTES + header / 2;
          case "content" -> (PREFIX_BYTES + header + whole.length) / 2;
          default -> (int) node.get().number("'" + key + "'", 1, whole.length);
        };
    if (place > whole.length) {
      throw node.get().wrong("'" + key + "' lies behind the last byte");
    }
    return place;
  }
}
