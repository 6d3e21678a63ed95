package io.recvq.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes NDJSON: one object a line, handed to the output whole, so that what was written is valid
 * at every kind of ending. Not for use by several threads at once.
 */
public final class JsonLines {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

  private final TextOut out;
  private final Consumer<byte[]> listener;
  private final ByteArrayBuilder line = new ByteArrayBuilder(1024);
  private final JsonGenerator generator;
  private int depth;

  public JsonLines(TextOut out) {
    this(out, line -> {});
  }

  /** Writes to the output and hands each line to the listener, too. */
  public JsonLines(TextOut out, Consumer<byte[]> listener) {
    this.out = out;
    this.listener = listener;
    try {
      this.generator = FACTORY.createGenerator(line);
      generator.setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A write to memory; it fails only when the calls do not make an object, which is a defect. */
  private interface Write {
    void run() throws IOException;
  }

  private JsonLines write(Write write) {
    try {
      write.run();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Opens the object of a line with its {@code type}; {@link #end} closes and writes it. */
  public JsonLines begin(String type) {
    depth = 1;
    return write(generator::writeStartObject).put("type", type);
  }

  /** Opens an object inside the present one. */
  public JsonLines object(String name) {
    depth++;
    return write(() -> generator.writeObjectFieldStart(name));
  }

  /** Opens an object inside the present array. */
  public JsonLines element() {
    depth++;
    return write(generator::writeStartObject);
  }

  /** Opens an array of objects inside the present object. */
  public JsonLines array(String name) {
    depth++;
    return write(() -> generator.writeArrayFieldStart(name));
  }

  /** Closes the innermost object or array; the outermost one is written as a line. */
  public JsonLines end() {
    depth--;
    write(
        () -> {
          if (generator.getOutputContext().inArray()) {
            generator.writeEndArray();
          } else {
            generator.writeEndObject();
          }
        });
    if (depth == 0) {
      write(generator::flush);
      line.append('\n');
      byte[] bytes = Escape.json(line.toByteArray());
      line.reset();
      out.write(bytes, 0, bytes.length);
      listener.accept(bytes);
    }
    return this;
  }

  public JsonLines put(String name, String value) {
    return write(() -> generator.writeStringField(name, value));
  }

  public JsonLines put(String name, long value) {
    return write(() -> generator.writeNumberField(name, value));
  }

  public JsonLines put(String name, boolean value) {
    return write(() -> generator.writeBooleanField(name, value));
  }

  /** A number; NaN and infinities, which JSON has not, become null. */
  public JsonLines put(String name, double value) {
    return Double.isFinite(value)
        ? write(() -> generator.writeNumberField(name, value))
        : putNull(name);
  }

  /** A time as ISO-8601 in UTC with nanoseconds. */
  public JsonLines put(String name, Instant value) {
    return put(name, Times.iso(value));
  }

  public JsonLines put(String name, byte[] base64) {
    return write(() -> generator.writeBinaryField(name, base64));
  }

  /** What a peer sent: its {@code text} where that is UTF-8, else {@code bytesBase64}. */
  public JsonLines putContent(byte[] content) {
    Optional<String> text = utf8(content);
    return text.isPresent() ? put("text", text.get()) : put("bytesBase64", content);
  }

  /** The {@code text} that these bytes are in UTF-8; nothing where they are none. */
  public JsonLines putText(byte[] content) {
    Optional<String> text = utf8(content);
    return text.isPresent() ? put("text", text.get()) : this;
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  public JsonLines putNull(String name) {
    return write(() -> generator.writeNullField(name));
  }

  public JsonLines put(String name, Collection<String> values) {
    return write(
        () -> {
          generator.writeArrayFieldStart(name);
          for (String value : values) {
            generator.writeString(value);
          }
          generator.writeEndArray();
        });
  }

  /**
   * A value that is JSON text already, as a frame's header; the caller answers for its validity.
   */
  public JsonLines putRaw(String name, String json) {
    return write(
        () -> {
          generator.writeFieldName(name);
          generator.writeRawValue(json);
        });
  }
}
