package io.recvq.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Remembers what a command said as JSON objects: the latest object of each type. For several
 * threads.
 */
public final class LastResult {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final TextOut NOWHERE = new TextOut(OutputStream.nullOutputStream(), false);
  private static final int MOST_FIELDS = 1000;
  private static final int MOST_TYPES = 50;
  private static final int LONGEST_TYPE = 40;

  private final Map<String, byte[]> latest = new LinkedHashMap<>();

  /** Takes objects that are written as a command's JSON is. */
  public void ask(Consumer<JsonLines> writer) {
    writer.accept(new JsonLines(NOWHERE, this::line));
  }

  /** Takes a line of NDJSON whose first field is its type. */
  public synchronized void line(byte[] line) {
    String type = typeOf(line);
    latest.remove(type);
    if (latest.size() < MOST_TYPES) {
      latest.put(type, line);
    }
  }

  private static String typeOf(byte[] line) {
    int start = "{\"type\":\"".length();
    StringBuilder type = new StringBuilder();
    for (int i = start; i < line.length && line[i] != '"' && type.length() < LONGEST_TYPE; i++) {
      type.append((char) line[i]);
    }
    return type.toString();
  }

  /** Whether nothing was said. */
  public synchronized boolean isEmpty() {
    return latest.isEmpty();
  }

  /**
   * All fields by their paths, as {@code local}, {@code tcp.rttMs} or {@code evidence.0}; of a
   * field that several objects have the one said last. Absent ones (null) are left out.
   */
  public synchronized Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (byte[] line : latest.values()) {
      try (JsonParser parser = FACTORY.createParser(line)) {
        parser.nextToken();
        read(parser, "", fields);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return fields;
  }

  /** Reads what the parser stands on. */
  private static void read(JsonParser parser, String path, Map<String, String> fields)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        read(parser, path.isEmpty() ? name : path + "." + name, fields);
      }
    } else if (token == JsonToken.START_ARRAY) {
      List<String> index = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        read(parser, path + "." + index.size(), fields);
        index.add(path);
      }
    } else if (token != JsonToken.VALUE_NULL && fields.size() < MOST_FIELDS) {
      fields.put(path, parser.getText());
    }
  }
}
