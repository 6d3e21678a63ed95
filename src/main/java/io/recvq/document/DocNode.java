package io.recvq.document;

import io.recvq.net.DurationText;
import io.recvq.net.Nearest;
import io.recvq.net.SizeText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node of a document: a scalar, a list or a mapping. It knows where it stands, and asking it for
 * something that it is not is an error with that place.
 */
public final class DocNode {
  /** The kinds of nodes. */
  public enum Kind {
    NULL("nothing"),
    SCALAR("a value"),
    LIST("a list"),
    MAPPING("a mapping");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** A mapping's key with its place and value. */
  record Entry(DocNode key, DocNode value) {}

  private final String file;
  private final int line;
  private final int column;
  private final Kind kind;
  private final String text;
  private final List<DocNode> items;
  private final Map<String, Entry> entries;

  private DocNode(
      String file,
      int line,
      int column,
      Kind kind,
      String text,
      List<DocNode> items,
      Map<String, Entry> entries) {
    this.file = file;
    this.line = line;
    this.column = column;
    this.kind = kind;
    this.text = text;
    this.items = items;
    this.entries = entries;
  }

  static DocNode scalar(String file, int line, int column, String text, boolean isNull) {
    Kind kind = isNull ? Kind.NULL : Kind.SCALAR;
    return new DocNode(file, line, column, kind, text, List.of(), Map.of());
  }

  static DocNode list(String file, int line, int column, List<DocNode> items) {
    return new DocNode(file, line, column, Kind.LIST, "", List.copyOf(items), Map.of());
  }

  static DocNode mapping(String file, int line, int column, Map<String, Entry> entries) {
    return new DocNode(
        file, line, column, Kind.MAPPING, "", List.of(), new LinkedHashMap<>(entries));
  }

  public Kind kind() {
    return kind;
  }

  /** The line on which it begins, from 1. */
  public int line() {
    return line;
  }

  /** The error of something wrong with this node. */
  public DocumentException wrong(String problem) {
    return new DocumentException(file, line, column, problem);
  }

  private void expect(Kind expected, String what) throws DocumentException {
    if (kind != expected) {
      throw wrong(what + " must be " + expected.words + ", not " + kind.words);
    }
  }

  /** The items of a list; {@code what} names it in the error. */
  public List<DocNode> items(String what) throws DocumentException {
    expect(Kind.LIST, what);
    return items;
  }

  /** The items of a list, or the node itself as the only one. */
  public List<DocNode> oneOrMore() {
    return kind == Kind.LIST ? items : List.of(this);
  }

  /** A mapping's keys in their order; only these may occur. */
  public Set<String> keys(String what, Set<String> known) throws DocumentException {
    expect(Kind.MAPPING, what);
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (!known.contains(entry.getKey())) {
        String near =
            Nearest.to(entry.getKey(), known).map(k -> "; did you mean '" + k + "'?").orElse("");
        throw entry
            .getValue()
            .key()
            .wrong("unknown key '" + entry.getKey() + "' in " + what + near);
      }
    }
    return entries.keySet();
  }

  /** A mapping's keys in their order, whatever they are. */
  public Set<String> anyKeys(String what) throws DocumentException {
    expect(Kind.MAPPING, what);
    return entries.keySet();
  }

  /** The value of a key of a mapping. */
  public Optional<DocNode> get(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** The value of a key that must be there. */
  public DocNode require(String key, String what) throws DocumentException {
    return get(key).orElseThrow(() -> wrong(what + " needs '" + key + "'"));
  }

  /** The text of a scalar as it was written, without quotes. */
  public String text(String what) throws DocumentException {
    expect(Kind.SCALAR, what);
    return text;
  }

  /** A whole number. */
  public long number(String what) throws DocumentException {
    String written = text(what);
    try {
      return Long.parseLong(written.replace("_", ""));
    } catch (NumberFormatException e) {
      throw wrong(what + " must be a whole number, not '" + written + "'");
    }
  }

  /** A whole number within bounds. */
  public long number(String what, long least, long most) throws DocumentException {
    long value = number(what);
    if (value < least || value > most) {
      throw wrong(what + " must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  /** A size in bytes, as {@code 64k}. */
  public long size(String what) throws DocumentException {
    String written = text(what);
    try {
      return SizeText.parse(written);
    } catch (IllegalArgumentException e) {
      throw wrong(what + ": " + e.getMessage());
    }
  }

  /** A time, as {@code 300ms}. */
  public Duration duration(String what) throws DocumentException {
    String written = text(what);
    try {
      return DurationText.parse(written);
    } catch (IllegalArgumentException e) {
      throw wrong(what + ": " + e.getMessage());
    }
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String what) throws DocumentException {
    return switch (text(what)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(what + " must be true or false, not '" + text + "'");
    };
  }

  /** The text of a key's scalar, where the key is there. */
  public Optional<String> textOf(String key) throws DocumentException {
    Optional<DocNode> value = get(key);
    return value.isPresent() ? Optional.of(value.get().text("'" + key + "'")) : Optional.empty();
  }
}
