package io.recvq.view;

import io.recvq.diagnose.Verdict;
import io.recvq.net.Errno;
import io.recvq.render.JsonLines;
import io.recvq.report.Report;
import io.recvq.scenario.BackpressureResult;
import io.recvq.scenario.TimeLine;
import io.recvq.sockets.InetRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code reproduce backpressure --json}: the time line in order, then the verdict. */
public final class BackpressureJson {
  private BackpressureJson() {}

  /**
   * Writes the time line in order, then the verdict.
   *
   * @param page has the changes, packets and frames of the same axis
   */
  public static void write(JsonLines json, BackpressureResult result, WireText wire, Report page) {
    TimeLineJson others = new TimeLineJson(json, page);
    for (TimeLine.Entry entry : result.timeLine().entries()) {
      others.upTo(entry.atNanos() - 1);
      if (entry instanceof TimeLine.Call call) {
        json.begin("call")
            .put("time", result.timeLine().time(call.atNanos()))
            .put("elapsedMs", millis(call.atNanos()))
            .put("end", call.end())
            .put("call", call.call())
            .put("result", call.result())
            .end();
      } else if (entry instanceof TimeLine.Sample sample) {
        sample(json, sample, result.timeLine().time(sample.atNanos()));
      }
    }
    others.finish();
    verdict(json, result, wire);
  }

  private static void sample(JsonLines json, TimeLine.Sample sample, Instant time) {
    json.begin("sample").put("time", time).put("elapsedMs", millis(sample.atNanos()));
    Optional<InetRow> sender = sample.connection().near();
    Optional<InetRow> receiver = sample.connection().far();
    if (sender.isPresent()) {
      json.put("sendQ", sender.get().sendQ());
      json.put("timer", sender.get().timer().kind().word());
      sender
          .get()
          .tcp()
          .ifPresent(
              tcp -> {
                json.put("notSentBytes", tcp.notSentBytes());
                tcp.sendWindowBytes().ifPresent(window -> json.put("sendWindowBytes", window));
                json.put("busyMs", tcp.busyMicros() / 1000.0);
                json.put("rwndLimitedMs", tcp.rwndLimitedMicros() / 1000.0);
              });
    } else {
      json.putNull("sendQ");
    }
    if (receiver.isPresent()) {
      json.put("recvQ", receiver.get().recvQ());
    } else {
      json.putNull("recvQ");
    }
    json.end();
  }

  private static void verdict(JsonLines json, BackpressureResult result, WireText wire) {
    json.begin("verdict").put("scenario", "backpressure").put("reproduced", result.reproduced());
    Optional<Verdict> verdict = result.verdict();
    if (verdict.isPresent()) {
      json.put("limitedBy", verdict.get().limitedBy().word());
      verdict.get().cause().ifPresent(cause -> json.put("cause", cause));
      json.put("summary", verdict.get().summary());
      List<String> evidence = new ArrayList<>(verdict.get().evidence());
      wire.evidence().ifPresent(evidence::add);
      json.put("evidence", evidence);
    } else {
      json.putNull("limitedBy").put("evidence", List.of(BackpressureText.why(result)));
    }
    json.put("local", result.sender().toString()).put("remote", result.receiver().toString());
    if (result.refusal().isPresent()) {
      json.put("errno", Errno.EAGAIN.name())
          .put("errnoNumber", Errno.EAGAIN.number())
          .put("firstRefusalBytes", result.refusal().get().acceptedBytes())
          .put("firstRefusalMs", millis(result.refusal().get().elapsed().toNanos()));
    }
    json.put("acceptedBytes", result.acceptedBytes());
    result
        .plateau()
        .flatMap(BackpressureResult.Plateau::conservation)
        .ifPresent(
            c ->
                json.put("notSentBytes", c.notSentBytes())
                    .put("recvQ", c.recvQBytes())
                    .put("conserved", c.holds()));
    result
        .drain()
        .ifPresent(
            d ->
                json.put("drainedBytes", d.readBytes())
                    .put("drainMs", millis(d.elapsed().toNanos())));
    if (wire.notLooked().isPresent()) {
      json.put("wire", wire.notLooked().get());
    } else {
      json.put("zeroWindows", wire.zeroWindows()).put("windowProbes", wire.windowProbes());
    }
    if (result.timeLine().droppedSamples() > 0) {
      json.put("droppedSamples", result.timeLine().droppedSamples());
    }
    json.end();
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }
}
