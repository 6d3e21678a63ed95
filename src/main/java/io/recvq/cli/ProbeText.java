package io.recvq.cli;

import io.recvq.probe.FrameFacts;
import io.recvq.probe.PortResult;
import io.recvq.probe.PortState;
import io.recvq.probe.ProbeReason;
import io.recvq.probe.ProbeTarget;
import io.recvq.probe.ServiceNames;
import io.recvq.probe.TlsFacts;
import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import io.recvq.render.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How {@code probe} shows its results. */
final class ProbeText {
  /** Up to here every port asked for is listed. */
  private static final int LISTED_IN_FULL = 25;

  private final ServiceNames services;
  private final List<ProbeTarget> targets;
  private final long asked;
  private final ProbeOptions.Shown shown;

  ProbeText(ServiceNames services, List<ProbeTarget> targets, int ports, ProbeOptions.Shown shown) {
    this.services = services;
    this.targets = List.copyOf(targets);
    this.asked = (long) targets.size() * ports;
    this.shown = shown;
  }

  /** Whether this machine kept the port from being probed. */
  static boolean refusedHere(PortResult result) {
    return result.reason() == ProbeReason.LOCAL_LIMIT || result.reason() == ProbeReason.LOCAL_ERROR;
  }

  long asked() {
    return asked;
  }

  /** Whether a result has a line of its own. */
  boolean listed(PortResult result) {
    boolean open = result.state() == PortState.OPEN;
    return shown.open ? open : open || shown.all || asked <= LISTED_IN_FULL;
  }

  /** The counts, then the table of what is listed. */
  List<String> lines(List<PortResult> results, Duration elapsed, Style style) {
    List<String> lines = new ArrayList<>();
    List<PortResult> listed = new ArrayList<>();
    for (PortResult result : results) {
      if (listed(result)) {
        listed.add(result);
      }
    }
    if (!listed.isEmpty()) {
      lines.addAll(table(listed, style));
      lines.add("");
    }
    lines.add(summary(results, elapsed));
    return lines;
  }

  /** The table of these results. */
  List<String> table(List<PortResult> results, Style style) {
    boolean several = targets.size() > 1;
    boolean said = false;
    for (PortResult result : results) {
      said |= !said(result).isEmpty();
    }
    List<Column> columns = new ArrayList<>();
    if (several) {
      columns.add(Column.text("HOST"));
    }
    columns.add(Column.text("PORT"));
    columns.add(Column.text("STATE"));
    columns.add(Column.text("SERVICE"));
    columns.add(Column.text("REASON"));
    columns.add(Column.number("LATENCY"));
    if (said) {
      columns.add(Column.text("SAYS"));
    }
    Table table = new Table(columns);
    for (PortResult result : results) {
      List<String> cells = new ArrayList<>();
      if (several) {
        cells.add(host(result.target()));
      }
      cells.add(result.port() + "/" + result.transport());
      cells.add(colored(result.state(), style));
      cells.add(services.nameOf(result.port(), result.transport()).orElse(""));
      cells.add(
          result.reason()
              + (result.detail().isEmpty() ? "" : " (" + Escape.text(result.detail()) + ")"));
      cells.add(
          result.latencyNanos().isPresent()
              ? Times.human(Duration.ofNanos(result.latencyNanos().getAsLong()))
              : "");
      if (said) {
        cells.add(said(result));
      }
      table.row(cells);
    }
    return table.lines(style);
  }

  private static String host(ProbeTarget target) {
    String address = target.address().toString();
    return target.host().equals(address)
        ? address
        : Escape.text(target.host()) + " (" + address + ")";
  }

  private static String colored(PortState state, Style style) {
    String text = state.toString();
    return switch (state) {
      case OPEN -> style.green(text);
      case CLOSED -> text;
      case FILTERED, UNREACHABLE -> style.red(text);
      case OPEN_FILTERED, UNKNOWN -> style.yellow(text);
    };
  }

  /** What the port said, escaped and on one line. */
  private static String said(PortResult result) {
    List<String> parts = new ArrayList<>();
    result
        .inspection()
        .banner()
        .ifPresent(b -> parts.add(Escape.bytes(b.getBytes(StandardCharsets.ISO_8859_1))));
    result.inspection().tls().ifPresent(tls -> parts.add(describe(tls)));
    result.inspection().frame().ifPresent(frame -> parts.add(describe(frame)));
    return String.join("; ", parts);
  }

  private static String describe(TlsFacts tls) {
    if (!tls.handshake()) {
      return "no TLS: " + Escape.text(tls.problem());
    }
    return "%s %s, %s, names %s, %s%s"
        .formatted(
            tls.version(),
            tls.cipher(),
            Escape.text(tls.subject()),
            tls.names().isEmpty() ? "none" : Escape.text(String.join(" ", tls.names())),
            tls.validity(Instant.now()),
            tls.trusted() ? "" : ", not trusted: " + Escape.text(tls.problem()));
  }

  private static String describe(FrameFacts frame) {
    return (frame.speaks() ? "framed protocol: " : "no frame: ") + Escape.text(frame.detail());
  }

  /** {@code 65535 ports in 612 ms: 2 open, 65533 closed (conn-refused)}. */
  String summary(List<PortResult> results, Duration elapsed) {
    String where = targets.size() == 1 ? host(targets.get(0)) + ": " : targets.size() + " hosts, ";
    String ports = results.size() + (results.size() == 1 ? " port in " : " ports in ");
    return where + ports + Times.human(elapsed) + ": " + counts(results);
  }

  /** {@code 2 open, 98 closed (conn-refused)}; nothing at all as {@code nothing}. */
  static String counts(List<PortResult> results) {
    // A cell that counts by itself: a sweep has a hundred thousand results.
    Map<PortState, Map<ProbeReason, int[]>> counts = new EnumMap<>(PortState.class);
    for (PortResult result : results) {
      Map<ProbeReason, int[]> reasons = counts.get(result.state());
      if (reasons == null) {
        reasons = new EnumMap<>(ProbeReason.class);
        counts.put(result.state(), reasons);
      }
      int[] cell = reasons.get(result.reason());
      if (cell == null) {
        cell = new int[1];
        reasons.put(result.reason(), cell);
      }
      cell[0]++;
    }
    List<String> parts = new ArrayList<>();
    for (Map.Entry<PortState, Map<ProbeReason, int[]>> state : counts.entrySet()) {
      parts.add(count(state.getKey(), state.getValue()));
    }
    return String.join(", ", parts);
  }

  /** {@code 98 closed (conn-refused)}. */
  private static String count(PortState state, Map<ProbeReason, int[]> byReason) {
    int all = 0;
    List<String> counted = new ArrayList<>();
    for (Map.Entry<ProbeReason, int[]> reason : byReason.entrySet()) {
      all += reason.getValue()[0];
      counted.add(reason.getValue()[0] + " " + reason.getKey());
    }
    String why =
        counted.size() == 1
            ? byReason.keySet().iterator().next().toString()
            : String.join(", ", counted);
    return all + " " + state + (state == PortState.OPEN ? "" : " (" + why + ")");
  }

  /** Writes a {@code port} object, if the result is one that is listed. */
  void json(CommandContext context, PortResult result) {
    if (listed(result)) {
      json(context.json(), result);
      context.out().flush();
    }
  }

  /** Writes a {@code port} object. */
  void json(JsonLines lines, PortResult result) {
    JsonLines json =
        lines
            .begin("port")
            .put("host", result.target().host())
            .put("address", result.target().address().toString())
            .put("port", result.port())
            .put("proto", result.transport().toString())
            .put("state", result.state().toString())
            .put("reason", result.reason().toString());
    if (result.latencyNanos().isPresent()) {
      json.put("latencyMs", result.latencyNanos().getAsLong() / 1e6);
    } else {
      json.putNull("latencyMs");
    }
    services.nameOf(result.port(), result.transport()).ifPresent(name -> json.put("service", name));
    if (!result.detail().isEmpty()) {
      json.put("detail", result.detail());
    }
    result
        .inspection()
        .banner()
        .ifPresent(b -> json.put("banner", Escape.bytes(b.getBytes(StandardCharsets.ISO_8859_1))));
    result.inspection().tls().ifPresent(tls -> tls(json, tls));
    result
        .inspection()
        .frame()
        .ifPresent(
            frame ->
                json.object("frame")
                    .put("speaks", frame.speaks())
                    .put("detail", frame.detail())
                    .end());
    json.end();
  }

  private static void tls(JsonLines json, TlsFacts tls) {
    json.object("tls").put("handshake", tls.handshake());
    if (tls.handshake()) {
      json.put("version", tls.version())
          .put("cipher", tls.cipher())
          .put("subject", tls.subject())
          .put("issuer", tls.issuer())
          .put("names", tls.names())
          .put("notBefore", tls.notBefore())
          .put("notAfter", tls.notAfter())
          .put("daysLeft", tls.daysLeft(Instant.now()))
          .put("trusted", tls.trusted());
    }
    if (!tls.problem().isEmpty()) {
      json.put("problem", tls.problem());
    }
    json.end();
  }

  /** Writes the counts as a {@code summary} object. */
  void jsonSummary(JsonLines json, List<PortResult> results, Duration elapsed) {
    json.begin("summary").put("hosts", targets.size()).put("ports", results.size());
    for (PortState state : PortState.values()) {
      json.put(state.toString(), results.stream().filter(r -> r.state() == state).count());
    }
    json.put("elapsedMs", elapsed.toNanos() / 1e6).end();
  }
}
