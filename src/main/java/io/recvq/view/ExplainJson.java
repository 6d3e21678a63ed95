package io.recvq.view;

import io.recvq.explain.Entry;
import io.recvq.explain.Entry.Example;
import io.recvq.explain.Entry.SystemNumber;
import io.recvq.explain.Entry.Transition;
import io.recvq.render.JsonLines;
import java.util.List;
import java.util.Map;

/** Entries of the reference as {@code explanation} objects. */
public final class ExplainJson {
  private ExplainJson() {}

  /** One object; the values are those that settings have here and now, by their names. */
  public static void write(JsonLines json, Entry entry, Map<String, String> values) {
    json.begin("explanation")
        .put("topic", entry.topic().title())
        .put("name", entry.name())
        .put("title", entry.title());
    if (!entry.numbers().isEmpty()) {
      json.array("numbers");
      for (SystemNumber number : entry.numbers()) {
        json.element().put("system", number.system()).put("number", number.number());
        if (!number.name().isEmpty()) {
          json.put("name", number.name());
        }
        json.end();
      }
      json.end();
    }
    for (String sysctl : entry.sysctls()) {
      json.put("sysctl", sysctl);
      String value = values.get(sysctl);
      if (value == null) {
        json.putNull("value");
      } else {
        json.put("value", value);
      }
    }
    json.put("meaning", entry.meaning()).put("causes", entry.causes()).put("tell", entry.tells());
    json.array("run");
    for (Example run : entry.runs()) {
      json.element().put("command", run.command()).put("shows", run.shows()).end();
    }
    json.end();
    transitions(json, "in", entry.in());
    transitions(json, "out", entry.out());
    json.put("see", entry.see()).end();
  }

  private static void transitions(JsonLines json, String name, List<Transition> transitions) {
    if (!transitions.isEmpty()) {
      json.array(name);
      transitions.forEach(
          t -> json.element().put("state", t.state()).put("event", t.event()).end());
      json.end();
    }
  }
}
