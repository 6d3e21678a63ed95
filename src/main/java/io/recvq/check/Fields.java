package io.recvq.check;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.net.AddressSpec;
import io.recvq.net.ByteNotation;
import io.recvq.net.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A mapping of a check file, with its variables put in: {@code ${name}} in any value. */
final class Fields {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}");
  private static final Pattern UNFINISHED = Pattern.compile("\\$\\{[^}]*$");

  private final DocNode node;
  private final Map<String, String> variables;

  Fields(DocNode node, Map<String, String> variables) {
    this.node = node;
    this.variables = Map.copyOf(variables);
  }

  DocNode node() {
    return node;
  }

  boolean has(String key) {
    return node.get(key).isPresent();
  }

  /** Fails with the place of the key's value, or of the mapping where it has none. */
  DocumentException wrong(String key, String problem) {
    return node.get(key).orElse(node).wrong("'" + key + "' " + problem);
  }

  /** The text of a scalar with its variables put in. */
  String text(DocNode scalar, String what) throws DocumentException {
    Matcher matcher = VARIABLE.matcher(scalar.text(what));
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = variables.get(name);
      if (value == null) {
        throw scalar.wrong("no variable '" + name + "'; define it under variables or by --set");
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(text);
    if (UNFINISHED.matcher(scalar.text(what)).find()) {
      throw scalar.wrong(what + " has a '${' without its '}'");
    }
    return text.toString();
  }

  Optional<String> text(String key) throws DocumentException {
    Optional<DocNode> value = node.get(key);
    return value.isPresent() ? Optional.of(text(value.get(), "'" + key + "'")) : Optional.empty();
  }

  String required(String key, String what) throws DocumentException {
    return text(node.require(key, what), "'" + key + "'");
  }

  /** A value, or a list of them. */
  List<String> texts(String key) throws DocumentException {
    List<String> texts = new ArrayList<>();
    Optional<DocNode> value = node.get(key);
    if (value.isPresent()) {
      for (DocNode item : value.get().oneOrMore()) {
        texts.add(text(item, "'" + key + "'"));
      }
    }
    return texts;
  }

  boolean flag(String key, boolean otherwise) throws DocumentException {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    return switch (text.get()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "must be true or false, not '" + text.get() + "'");
    };
  }

  /** A whole number within bounds. */
  Optional<Long> number(String key, long least, long most) throws DocumentException {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      throw wrong(key, "must be a whole number, not '" + text.get() + "'");
    }
    throw wrong(key, "must be from " + least + " to " + most + ", not " + text.get());
  }

  Optional<Duration> duration(String key) throws DocumentException {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DurationText.parse(text.get()));
    } catch (IllegalArgumentException e) {
      throw wrong(key, "must be a duration such as 300ms, 2s, 1m or 1h, not '" + text.get() + "'");
    }
  }

  Optional<Pattern> pattern(String key) throws DocumentException {
    Optional<String> text = text(key);
    return text.isPresent() ? Optional.of(pattern(key, text.get())) : Optional.empty();
  }

  private Pattern pattern(String key, String text) throws DocumentException {
    try {
      return Pattern.compile(text, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw wrong(key, "is no regular expression: " + e.getDescription());
    }
  }

  byte[] hex(String key) throws DocumentException {
    try {
      return ByteNotation.hex(text(key).orElse(""));
    } catch (IllegalArgumentException e) {
      throw wrong(key, "is no hex: " + e.getMessage());
    }
  }

  /** An address with a port. */
  AddressSpec.Inet address(String key) throws DocumentException {
    String text = required(key, "a check of this kind");
    try {
      if (AddressSpec.parse(text) instanceof AddressSpec.Inet inet && inet.port() > 0) {
        return inet.host().isEmpty() ? new AddressSpec.Inet("127.0.0.1", inet.port()) : inet;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(key, "is no HOST:PORT: " + e.getMessage());
    }
    throw wrong(key, "is no HOST:PORT");
  }

  /** One of these words. */
  Optional<String> oneOf(String key, List<String> words) throws DocumentException {
    Optional<String> text = text(key);
    if (text.isPresent() && !words.contains(text.get())) {
      throw wrong(key, "must be one of " + String.join(", ", words) + ", not '" + text.get() + "'");
    }
    return text;
  }

  /** The mappings of a list. */
  List<Fields> list(String key) throws DocumentException {
    List<Fields> list = new ArrayList<>();
    Optional<DocNode> value = node.get(key);
    if (value.isPresent()) {
      for (DocNode item : value.get().items("'" + key + "'")) {
        list.add(new Fields(item, variables));
      }
    }
    return list;
  }

  Optional<Fields> mapping(String key) {
    return node.get(key).map(value -> new Fields(value, variables));
  }
}
