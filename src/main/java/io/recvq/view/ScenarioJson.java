package io.recvq.view;

import io.recvq.render.JsonLines;
import io.recvq.report.Report;
import io.recvq.scenario.Catalogue;
import io.recvq.scenario.Scenario;
import io.recvq.scenario.ScenarioReader.Fault;
import io.recvq.scenario.ScenarioResult;
import io.recvq.scenario.ScenarioResult.Measure;
import io.recvq.scenario.ScenarioResult.Outcome;
import io.recvq.scenario.TimeLine;
import io.recvq.sockets.InetRow;
import java.util.Optional;

/** {@code reproduce --json}: the catalogue; or a run's time line and its verdict. */
public final class ScenarioJson {
  private ScenarioJson() {}

  /** Writes an object a scenario of the catalogue. */
  public static void catalogue(JsonLines json) {
    for (String name : Catalogue.names()) {
      Scenario scenario = Catalogue.load(name, Fault.IN);
      json.begin("scenario")
          .put("name", name)
          .put("title", scenario.title())
          .put("symptoms", scenario.symptoms())
          .put("sees", scenario.sees())
          .put("remedy", scenario.remedy())
          .put("needsRoot", scenario.needsRoot())
          .end();
    }
  }

  /**
   * Writes the time line in order, then the verdict.
   *
   * @param page has the changes, packets and frames of the same axis
   */
  public static void timeLine(JsonLines json, ScenarioResult result, Report page) {
    TimeLineJson others = new TimeLineJson(json, page);
    for (TimeLine.Entry entry : result.timeLine().entries()) {
      others.upTo(entry.atNanos() - 1);
      if (entry instanceof TimeLine.Call call) {
        call(json, result, call);
      } else if (entry instanceof TimeLine.Sample sample) {
        sample(json, result, sample);
      }
    }
    others.finish();
  }

  private static void call(JsonLines json, ScenarioResult result, TimeLine.Call call) {
    json.begin("call")
        .put("time", result.timeLine().time(call.atNanos()))
        .put("elapsedMs", millis(call.atNanos()))
        .put("tookMs", millis(call.took().toNanos()))
        .put("end", call.end())
        .put("call", call.call())
        .put("result", call.result());
    call.errno().ifPresent(e -> json.put("errno", e.name()).put("errnoNumber", e.number()));
    json.end();
  }

  private static void sample(JsonLines json, ScenarioResult result, TimeLine.Sample sample) {
    json.begin("sample")
        .put("time", result.timeLine().time(sample.atNanos()))
        .put("elapsedMs", millis(sample.atNanos()))
        .put("connection", sample.of());
    if (sample.of() < result.connections().size()) {
      ScenarioResult.Watched watched = result.connections().get(sample.of());
      row(json, "near", watched.nearEnd(), sample.connection().near());
      watched.farEnd().ifPresent(far -> row(json, "far", far, sample.connection().far()));
    }
    json.end();
  }

  private static void row(JsonLines json, String side, String end, Optional<InetRow> row) {
    if (row.isEmpty()) {
      json.putNull(side);
      return;
    }
    json.object(side)
        .put("end", end)
        .put("state", row.get().state().name())
        .put("recvQ", row.get().recvQ())
        .put("sendQ", row.get().sendQ())
        .put("timer", row.get().timer().kind().word());
    row.get()
        .tcp()
        .ifPresent(
            tcp -> {
              json.put("notSentBytes", tcp.notSentBytes()).put("rttMs", tcp.rttMicros() / 1e3);
              tcp.sendWindowBytes().ifPresent(window -> json.put("sendWindowBytes", window));
              json.put("rwndLimitedMs", tcp.rwndLimitedMicros() / 1e3);
            });
    json.end();
  }

  /** The answer of a run, which is the {@code run}-th of several where that is above 0. */
  public static void verdict(JsonLines json, ScenarioResult result, int run) {
    json.begin("verdict").put("scenario", result.scenario().name());
    if (result.outcome() == Outcome.COULD_NOT_LOOK) {
      json.putNull("reproduced");
    } else {
      json.put("reproduced", result.outcome() == Outcome.REPRODUCED);
    }
    json.putNull("limitedBy")
        .put("fault", result.scenario().hasFault())
        .put("summary", result.summary())
        .put("evidence", result.evidence());
    if (run > 0) {
      json.put("run", run);
    }
    result
        .failure()
        .ifPresent(
            failure ->
                json.object("failure")
                    .put("elapsedMs", millis(failure.atNanos()))
                    .put("end", failure.end())
                    .put("what", failure.what())
                    .end());
    json.array("measures");
    for (Measure measure : result.measures()) {
      json.element()
          .put("name", measure.name())
          .put("value", measure.value())
          .put("unit", measure.unit())
          .end();
    }
    json.end();
    result.wireNotLooked().ifPresent(reason -> json.put("wire", reason));
    json.put("network", result.environment().network())
        .put("elapsedMs", millis(result.elapsed().toNanos()))
        .end();
  }

  /** Writes how often it was reproduced, and the spread of the numbers. */
  public static void summary(JsonLines json, Scenario scenario, RunStatistics statistics) {
    json.begin("summary")
        .put("scenario", scenario.name())
        .put("runs", statistics.runs())
        .put("reproduced", statistics.reproduced())
        .put("notLooked", statistics.notLooked());
    json.array("measures");
    for (RunStatistics.Spread spread : statistics.spreads()) {
      json.element()
          .put("name", spread.name())
          .put("unit", spread.unit())
          .put("least", spread.least())
          .put("median", spread.median())
          .put("most", spread.most())
          .end();
    }
    json.end().end();
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }
}
