package io.recvq.scenario;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.net.IpAddress;
import io.recvq.peer.EffectSpec;
import io.recvq.peer.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one end of a scenario file. */
final class EndReader {
  /** What an end can hold. */
  static final Set<String> KEYS =
      Set.of(
          "listens",
          "connects",
          "to",
          "port-of",
          "serves",
          "effects",
          "backlog",
          "descriptors",
          "blocking",
          "send-buffer",
          "receive-buffer",
          "segment",
          "linger",
          "no-delay",
          "quick-ack",
          "reuse-address",
          "send-timeout",
          "receive-timeout",
          "user-timeout");

  private static final int DEFAULT_BACKLOG = 128;
  private static final int MOST_BUFFER_BYTES = 1 << 30;

  private final String name;
  private final Map<String, ScenarioEnd> before;
  private final boolean withFault;

  /**
   * @param before the ends above it, which it may refer to
   */
  EndReader(String name, Map<String, ScenarioEnd> before, boolean withFault) {
    this.name = name;
    this.before = before;
    this.withFault = withFault;
  }

  ScenarioEnd read(DocNode node) throws DocumentException {
    String what = "the end '" + name + "'";
    FaultyNode end = new FaultyNode(node, what, KEYS, withFault);
    boolean listens = end.has("listens");
    if (listens == end.has("connects")) {
      throw node.wrong(what + " needs either 'listens: ADDRESS' or 'connects: END'");
    }
    Optional<String> kind = end.text("serves");
    if (kind.isPresent() && !listens) {
      throw node.wrong("'serves' is for an end that listens");
    }
    if (kind.isPresent()) {
      kind(end);
    }
    if (end.has("descriptors") && !listens) {
      throw node.wrong("'descriptors' is for an end that listens");
    }
    return new ScenarioEnd(
        name,
        listens ? ScenarioEnd.Role.LISTENS : ScenarioEnd.Role.CONNECTS,
        address(end, listens ? "listens" : "to"),
        listener(end, listens ? "port-of" : "connects"),
        options(end),
        end.number("backlog", 0, 65535).orElse(DEFAULT_BACKLOG),
        end.number("descriptors", 0, 1000),
        kind,
        effects(end));
  }

  private static String address(FaultyNode end, String key) throws DocumentException {
    Optional<DocNode> node = end.get(key);
    if (node.isEmpty()) {
      return "";
    }
    String text = node.get().text("'" + key + "'");
    try {
      return IpAddress.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw node.get().wrong("'" + key + "' is an address without a port: " + e.getMessage());
    }
  }

  private Optional<String> listener(FaultyNode end, String key) throws DocumentException {
    Optional<DocNode> node = end.get(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String of = node.get().text("'" + key + "'");
    ScenarioEnd other = before.get(of);
    if (other == null || other.role() != ScenarioEnd.Role.LISTENS) {
      throw node.get().wrong("'" + key + "' names an end above that listens; '" + of + "' is none");
    }
    return Optional.of(of);
  }

  private static ServerKind kind(FaultyNode end) throws DocumentException {
    DocNode node = end.get("serves").orElseThrow();
    String word = node.text("'serves'");
    for (ServerKind kind : ServerKind.values()) {
      if (kind.toString().equals(word)) {
        return kind;
      }
    }
    throw node.wrong("'serves' is one of " + List.of(ServerKind.values()));
  }

  private static List<String> effects(FaultyNode end) throws DocumentException {
    List<String> effects = new ArrayList<>();
    Optional<DocNode> node = end.get("effects");
    if (node.isPresent()) {
      if (!end.has("serves")) {
        throw node.get().wrong("'effects' are for an end that 'serves'");
      }
      for (DocNode item : node.get().oneOrMore()) {
        try {
          effects.add(EffectSpec.parse(item.text("an effect")).toString());
        } catch (IllegalArgumentException e) {
          throw item.wrong(String.valueOf(e.getMessage()));
        }
      }
    }
    return effects;
  }

  private static ScenarioEnd.Options options(FaultyNode end) throws DocumentException {
    return new ScenarioEnd.Options(
        end.flag("blocking").orElse(true),
        end.size("send-buffer", MOST_BUFFER_BYTES),
        end.size("receive-buffer", MOST_BUFFER_BYTES),
        end.number("segment", 88, 32767),
        end.number("linger", 0, 3600),
        end.flag("no-delay"),
        end.flag("quick-ack"),
        end.flag("reuse-address"),
        end.duration("send-timeout"),
        end.duration("receive-timeout"),
        end.duration("user-timeout"));
  }
}
