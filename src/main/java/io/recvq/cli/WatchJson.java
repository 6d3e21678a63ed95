package io.recvq.cli;

import io.recvq.cli.WatchedConnection.Episode;
import io.recvq.render.JsonLines;
import io.recvq.report.Moment;
import io.recvq.scenario.LiveConnections.Connection;
import io.recvq.scenario.TimeLine;
import io.recvq.sockets.ConnectionSample;
import io.recvq.view.ConnectionChart;
import java.util.List;
import java.util.Optional;

/** {@code watch --json}: readings, changes and verdicts as objects, on one axis. */
final class WatchJson implements WatchSession.Listener {
  private final JsonLines json;
  private final WatchTap tap;
  private final TimeLine axis = TimeLine.startingNow();

  WatchJson(JsonLines json, WatchTap tap) {
    this.json = json;
    this.tap = tap;
  }

  @Override
  public void found(List<Connection> connections) {
    tap.open(connections);
    connections.forEach(one -> begin("opened", System.nanoTime(), one).end());
  }

  @Override
  public void read(WatchedConnection watched) {
    Optional<ConnectionSample> last = watched.connection().samples().last();
    if (last.isEmpty() || watched.connection().isGone()) {
      return;
    }
    begin("sample", last.get().atNanos(), watched.connection());
    ConnectionChart.fields(last.get()).forEach(json::put);
    json.end();
  }

  @Override
  public void changed(WatchedConnection watched, Moment.Change change) {
    begin("change", change.atNanos(), watched.connection())
        .put("end", change.end())
        .put("what", change.what())
        .end();
  }

  @Override
  public void judged(WatchedConnection watched, Episode episode) {
    begin("limited", episode.toNanos(), watched.connection());
    json.put("limitedBy", episode.verdict().limitedBy().word());
    episode.verdict().cause().ifPresent(cause -> json.put("cause", cause));
    json.put("summary", episode.verdict().summary()).end();
  }

  private JsonLines begin(String type, long nanos, Connection connection) {
    long at = axis.at(nanos);
    return json.begin(type)
        .put("time", axis.time(at))
        .put("elapsedMs", Math.round(at / 1e3) / 1e3)
        .put("connection", connection.near() + "-" + connection.far());
  }
}
