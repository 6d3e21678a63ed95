package io.recvq.view;

import io.recvq.probe.AddressScope;
import io.recvq.probe.Resolution;
import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import io.recvq.render.Times;
import java.util.ArrayList;
import java.util.List;

/** What {@code resolve} shows of a resolution. */
public final class ResolveText {
  private final Resolution resolution;
  private final int port;

  /**
   * Lines are coloured by the style.
   *
   * @param port the port that bind and connect are explained with; negative for none
   */
  public ResolveText(Resolution resolution, int port) {
    this.resolution = resolution;
    this.port = port;
  }

  /** The whole text for people. */
  public List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.bold(Escape.text(resolution.name()))
            + "  from "
            + resolution.source()
            + ", in "
            + Times.human(resolution.elapsed()));
    resolution
        .canonicalName()
        .filter(name -> !name.equalsIgnoreCase(resolution.name()))
        .ifPresent(name -> lines.add("canonical name  " + Escape.text(name)));
    if (!resolution.searchList().isEmpty() && resolution.name().indexOf('.') < 0) {
      lines.add("search list     " + String.join(" ", resolution.searchList()));
    }
    lines.add("");
    lines.addAll(table().lines(style));
    if (port >= 0) {
      lines.add("");
      bindLines(lines);
      lines.add("connect  tries " + String.join(", then ", resolution.connectOrder(port)));
    }
    if (!resolution.warnings().isEmpty()) {
      lines.add("");
      resolution.warnings().forEach(w -> lines.add(style.yellow("note:") + " " + Escape.text(w)));
    }
    return lines;
  }

  private Table table() {
    Table table =
        new Table(
            List.of(
                Column.number("order"),
                Column.text("family"),
                Column.text("address"),
                Column.text("scope"),
                Column.text("name of it")));
    int order = 0;
    for (Resolution.Address each : resolution.addresses()) {
      order++;
      table.row(
          List.of(
              Integer.toString(order),
              each.address().v6() ? "IPv6" : "IPv4",
              each.text(),
              each.scope().toString(),
              each.reverse().map(Escape::text).orElse("")));
    }
    return table;
  }

  private void bindLines(List<String> lines) {
    for (boolean v6 : new boolean[] {false, true}) {
      resolution.first(v6).ifPresent(first -> lines.add("bind     " + bindLine(first, v6)));
    }
  }

  private String bindLine(Resolution.Address first, boolean v6) {
    String socket = v6 ? "an AF_INET6 socket" : "an AF_INET socket";
    if (!first.local()) {
      return socket + " cannot: no interface here has " + first.text() + " (EADDRNOTAVAIL)";
    }
    String reach =
        first.scope() == AddressScope.LOOPBACK
            ? ", reachable from this machine only"
            : first.scope() == AddressScope.UNSPECIFIED ? ", reachable on every interface" : "";
    return socket + " binds " + first.withPort(port) + reach;
  }

  /** An {@code address} object for each address, then a {@code resolution}. */
  public void json(JsonLines json) {
    int order = 0;
    for (Resolution.Address each : resolution.addresses()) {
      order++;
      json.begin("address")
          .put("name", resolution.name())
          .put("order", order)
          .put("family", each.address().v6() ? "IPv6" : "IPv4")
          .put("address", each.address().toString())
          .put("scope", each.scope().toString())
          .put("local", each.local());
      if (each.scopeId() != 0) {
        json.put("scopeId", each.scopeId());
      }
      if (each.reverse().isPresent()) {
        json.put("reverse", each.reverse().get());
      }
      json.end();
    }
    json.begin("resolution").put("name", resolution.name()).put("source", resolution.source());
    if (resolution.canonicalName().isPresent()) {
      json.put("canonicalName", resolution.canonicalName().get());
    }
    json.put("elapsedMs", resolution.elapsed().toNanos() / 1e6)
        .put("searchList", resolution.searchList());
    if (port >= 0) {
      json.put("connectOrder", resolution.connectOrder(port));
      json.put("bindOrder", bindable());
    }
    json.put("warnings", resolution.warnings()).end();
  }

  private List<String> bindable() {
    List<String> endpoints = new ArrayList<>();
    for (boolean v6 : new boolean[] {false, true}) {
      resolution
          .first(v6)
          .filter(Resolution.Address::local)
          .ifPresent(first -> endpoints.add(first.withPort(port)));
    }
    return endpoints;
  }
}
