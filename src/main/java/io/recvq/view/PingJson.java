package io.recvq.view;

import io.recvq.probe.IcmpNames;
import io.recvq.probe.PingListener;
import io.recvq.probe.PingMethod;
import io.recvq.probe.PingStatistics;
import io.recvq.probe.ProbeTarget;
import io.recvq.render.JsonLines;
import io.recvq.sys.IcmpError;

/** The objects of {@code ping --json}. */
public final class PingJson {
  private final JsonLines json;

  /** Objects go to the lines given. */
  public PingJson(JsonLines json) {
    this.json = json;
  }

  private JsonLines begin(String type, ProbeTarget target) {
    return json.begin(type).put("host", target.host()).put("address", target.address().toString());
  }

  /** Notes how a target is asked; replies tell it. */
  public void started(ProbeTarget target, PingMethod method) {
    begin("start", target).put("method", method.toString()).end();
  }

  /** Writes an object of type {@code reply}. */
  public void reply(PingListener.Reply reply) {
    begin("reply", reply.target()).put("seq", reply.sequence());
    if (reply.bytes() > 0) {
      json.put("bytes", reply.bytes());
    } else {
      json.put("refused", reply.refused());
    }
    if (reply.ttl().isPresent()) {
      json.put("ttl", reply.ttl().getAsInt());
    }
    json.put("rttMs", reply.roundTripNanos() / 1e6);
    if (reply.duplicate()) {
      json.put("duplicate", true);
    }
    if (reply.late()) {
      json.put("outOfOrder", true);
    }
    json.end();
  }

  /** Writes what a router or the system answered instead. */
  public void failed(ProbeTarget target, int sequence, IcmpError error) {
    begin("error", target).put("seq", sequence);
    if (error.origin() == IcmpError.Origin.ICMP || error.origin() == IcmpError.Origin.ICMP6) {
      json.put("icmpType", error.type()).put("icmpCode", error.code());
    }
    if (error.router().isPresent()) {
      json.put("router", error.router().get().toString());
    }
    json.put("message", IcmpNames.describe(error)).end();
  }

  /** Writes that nothing came in time. */
  public void silent(ProbeTarget target, int sequence) {
    begin("timeout", target).put("seq", sequence).end();
  }

  /** Writes an object of type {@code summary}. */
  public void summary(ProbeTarget target, PingStatistics statistics) {
    begin("summary", target)
        .put("sent", statistics.sent())
        .put("received", statistics.received())
        .put("lossPercent", statistics.lossPercent())
        .put("minMs", statistics.minMillis())
        .put("avgMs", statistics.avgMillis())
        .put("maxMs", statistics.maxMillis())
        .put("stddevMs", statistics.stddevMillis())
        .put("duplicates", statistics.duplicates())
        .put("outOfOrder", statistics.late())
        .put("errors", statistics.errors())
        .end();
  }
}
