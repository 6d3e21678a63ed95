package io.recvq.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 text into nodes with places. */
public final class YamlReader {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 32;

  private final String file;

  private YamlReader(String file) {
    this.file = file;
  }

  /**
   * The root of the document.
   *
   * @param text at most a megabyte
   * @param file its name in errors
   * @throws DocumentException where the text is no YAML, is empty, holds a key twice or an anchor
   */
  public static DocNode read(String text, String file) throws DocumentException {
    if (text.length() > MAX_CHARACTERS) {
      throw new DocumentException(file, 1, 1, "longer than " + MAX_CHARACTERS + " characters");
    }
    return new YamlReader(file).root(text);
  }

  private DocNode root(String text) throws DocumentException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setMaxAliasesForCollections(0).build();
    try {
      Optional<Node> node = new Compose(settings).composeString(text);
      if (node.isEmpty()) {
        throw new DocumentException(file, 1, 1, "the file is empty");
      }
      return convert(node.get(), 0);
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      throw new DocumentException(
          file,
          mark.map(m -> m.getLine() + 1).orElse(1),
          mark.map(m -> m.getColumn() + 1).orElse(1),
          e.getProblem() == null ? "no YAML" : e.getProblem());
    } catch (YamlEngineException e) {
      throw new DocumentException(file, 1, 1, String.valueOf(e.getMessage()));
    }
  }

  private DocNode convert(Node node, int depth) throws DocumentException {
    int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    int column = node.getStartMark().map(m -> m.getColumn() + 1).orElse(1);
    if (depth > MAX_DEPTH) {
      throw new DocumentException(file, line, column, "nested deeper than " + MAX_DEPTH);
    }
    if (node.getAnchor().isPresent()) {
      throw new DocumentException(file, line, column, "anchors are not supported");
    }
    if (node instanceof ScalarNode scalar) {
      boolean isNull = scalar.getTag().equals(Tag.NULL);
      return DocNode.scalar(file, line, column, scalar.getValue(), isNull);
    }
    if (node instanceof SequenceNode sequence) {
      List<DocNode> items = new ArrayList<>(sequence.getValue().size());
      for (Node item : sequence.getValue()) {
        items.add(convert(item, depth + 1));
      }
      return DocNode.list(file, line, column, items);
    }
    return mapping((MappingNode) node, line, column, depth);
  }

  private DocNode mapping(MappingNode node, int line, int column, int depth)
      throws DocumentException {
    Map<String, DocNode.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      DocNode key = convert(tuple.getKeyNode(), depth + 1);
      String name = key.text("a key");
      DocNode value = convert(tuple.getValueNode(), depth + 1);
      if (entries.put(name, new DocNode.Entry(key, value)) != null) {
        throw key.wrong("the key '" + name + "' is there twice");
      }
    }
    return DocNode.mapping(file, line, column, entries);
  }
}
