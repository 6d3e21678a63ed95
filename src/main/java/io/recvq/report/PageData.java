package io.recvq.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.recvq.render.Escape;
import io.recvq.report.Moment.Call;
import io.recvq.report.Moment.Packet;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the scripts of the page draw, as JSON that can stand in a script element: no character of it
 * can end the element or begin a comment. Moments are in milliseconds since the axis began.
 */
final class PageData {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Report report;
  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  /** Escapes what HTML would look at inside a script element (HTML 13.1.3.1), and line ends. */
  private static final class ScriptEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private static final int[] ASCII = CharacterEscapes.standardAsciiEscapesForJSON();

    static {
      for (char c : "<>&'".toCharArray()) {
        ASCII[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return new SerializedString(String.format("\\u%04x", c));
    }
  }

  private PageData(Report report) {
    this.report = report;
    try {
      this.json = FACTORY.createGenerator(text);
      // Beyond ASCII everything is escaped, so that line separators and lone surrogates do no harm.
      json.setCharacterEscapes(new ScriptEscapes());
      json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String of(Report report) {
    try {
      return new PageData(report).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String write() throws IOException {
    json.writeStartObject();
    millis("end", report.endNanos());
    marks();
    json.writeArrayFieldStart("lanes");
    for (Lane lane : report.lanes()) {
      lane(lane);
    }
    json.writeEndArray();
    calls();
    packets();
    json.writeEndObject();
    json.close();
    return text.toString();
  }

  private void marks() throws IOException {
    json.writeArrayFieldStart("marks");
    for (Report.Mark mark : report.marks()) {
      json.writeStartObject();
      millis("t", mark.atNanos());
      string("label", mark.label());
      json.writeBooleanField("failure", mark.failure());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void lane(Lane lane) throws IOException {
    json.writeStartObject();
    string("name", lane.name());
    string("near", lane.near());
    string("far", lane.far());
    json.writeArrayFieldStart("t");
    for (int i = 0; i < lane.size(); i++) {
      number(lane.atNanos(i) / 1e6);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("charts");
    for (List<Integer> chart : charts(lane)) {
      chart(lane, chart);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The curves of each chart; a chart of which every curve is flat is left out. */
  private static List<List<Integer>> charts(Lane lane) {
    Map<String, List<Integer>> byTitle = new LinkedHashMap<>();
    for (int i = 0; i < lane.curves().size(); i++) {
      byTitle.computeIfAbsent(lane.curves().get(i).chart(), title -> new ArrayList<>()).add(i);
    }
    return byTitle.values().stream()
        .filter(
            chart ->
                chart.stream()
                    .anyMatch(
                        i -> lane.curves().get(i).hue() != Curve.Hue.LIMIT && !lane.isFlat(i)))
        .toList();
  }

  private void chart(Lane lane, List<Integer> curves) throws IOException {
    Curve first = lane.curves().get(curves.get(0));
    json.writeStartObject();
    string("title", first.chart());
    string("unit", first.unit().word());
    json.writeArrayFieldStart("curves");
    for (int curve : curves) {
      json.writeStartObject();
      string("name", lane.curves().get(curve).name());
      string("hue", lane.curves().get(curve).hue().name().toLowerCase(Locale.ROOT));
      json.writeArrayFieldStart("v");
      for (int i = 0; i < lane.size(); i++) {
        number(lane.value(i, curve));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void calls() throws IOException {
    json.writeArrayFieldStart("calls");
    for (Moment moment : report.moments()) {
      if (moment instanceof Call call) {
        json.writeStartObject();
        millis("t", call.atNanos());
        millis("took", call.tookNanos());
        string("end", call.end());
        string("call", call.call());
        string("result", call.result());
        string("tone", tone(call.tone()));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void packets() throws IOException {
    json.writeArrayFieldStart("packets");
    for (Moment moment : report.moments()) {
      if (moment instanceof Packet packet) {
        json.writeStartObject();
        millis("t", packet.atNanos());
        json.writeNumberField("lane", packet.lane());
        json.writeNumberField("n", packet.number());
        json.writeBooleanField("toFar", packet.toFar());
        string("flags", packet.flags());
        json.writeNumberField("len", packet.length());
        if (!packet.notes().isEmpty()) {
          string("notes", String.join(", ", packet.notes()));
        }
        string("tone", tone(packet.tone()));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  static String tone(Moment.Tone tone) {
    return tone.name().toLowerCase(Locale.ROOT);
  }

  private void string(String name, String value) throws IOException {
    json.writeStringField(name, Escape.text(value));
  }

  private void millis(String name, long nanos) throws IOException {
    json.writeFieldName(name);
    number(nanos / 1e6);
  }

  /** A number with the digits that matter, null where there is none. */
  private void number(double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(Math.round(value * 1e6) / 1e6);
    }
  }
}
