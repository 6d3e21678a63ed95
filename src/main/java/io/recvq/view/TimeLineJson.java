package io.recvq.view;

import io.recvq.render.JsonLines;
import io.recvq.report.Moment;
import io.recvq.report.Moment.Change;
import io.recvq.report.Moment.Framed;
import io.recvq.report.Moment.Packet;
import io.recvq.report.Report;

/**
 * The kernel's changes, the packets and the frames of a report as JSON objects of its axis, told up
 * to a moment, so that a caller can put its own objects between them.
 */
final class TimeLineJson {
  private final JsonLines json;
  private final Report report;
  private int next;

  TimeLineJson(JsonLines json, Report report) {
    this.json = json;
    this.report = report;
  }

  /** Writes what was at or before this moment and was not written yet. */
  void upTo(long atNanos) {
    while (next < report.moments().size() && report.moments().get(next).atNanos() <= atNanos) {
      write(report.moments().get(next++));
    }
  }

  /** Writes the rest. */
  void finish() {
    upTo(Long.MAX_VALUE);
  }

  private void write(Moment row) {
    if (row instanceof Packet packet) {
      begin("packet", row);
      json.put("number", packet.number());
      lane(packet.lane());
      json.put("from", packet.from())
          .put("to", packet.to())
          .put("flags", packet.flags())
          .put("length", packet.length())
          .put("text", packet.text())
          .put("notes", packet.notes())
          .end();
    } else if (row instanceof Framed frame) {
      begin("frame", row);
      json.put("packet", frame.packet());
      lane(frame.lane());
      json.put("from", frame.from()).put("role", frame.role()).put("text", frame.text()).end();
    } else if (row instanceof Change change) {
      begin("change", row);
      lane(change.lane());
      json.put("end", change.end()).put("what", change.what()).end();
    }
  }

  private void lane(int number) {
    if (number >= 0) {
      json.put("connection", report.lanes().get(number).name());
    }
  }

  private void begin(String type, Moment row) {
    json.begin(type)
        .put("time", report.start().plusNanos(row.atNanos()))
        .put("elapsedMs", Math.round(row.atNanos() / 1e3) / 1e3);
  }
}
