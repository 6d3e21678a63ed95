package io.recvq.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Values inside JSON text, by a path of keys. */
final class JsonValues {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonValues() {}

  /**
   * What stands at {@code a.b.c}: the text of a string, number or literal; each of an array's
   * elements; nothing where there is no such key. A key that contains dots itself is found first.
   */
  static List<String> at(String json, String path) {
    try {
      List<String> values = new ArrayList<>();
      collect(find(MAPPER.readTree(json), path), values);
      return values;
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  private static JsonNode find(JsonNode node, String path) {
    if (node.has(path)) {
      return node.get(path);
    }
    int dot = path.indexOf('.');
    return dot < 0
        ? MAPPER.missingNode()
        : find(node.path(path.substring(0, dot)), path.substring(dot + 1));
  }

  private static void collect(JsonNode node, List<String> values) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, values));
    } else if (node.isObject()) {
      values.add(node.toString());
    } else if (!node.isMissingNode()) {
      values.add(node.asText());
    }
  }
}
