package io.recvq.cli;

import io.recvq.lab.Outcome;
import io.recvq.lab.Queues;
import io.recvq.net.Errno;
import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.render.Numbers;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A system call on a named endpoint and the queues after it: for eyes in the manner of strace and
 * netstat, and as JSON.
 *
 * @param endpoint the name of what it was called on
 * @param arguments what stands in the brackets
 */
public record CallText(String endpoint, String arguments, Outcome outcome, Queues queues) {
  private static final int SHOWN_BYTES = 32;

  /** The bytes of a call as strace shows them: quoted, the first 32. */
  static String quoted(byte[] bytes) {
    boolean all = bytes.length <= SHOWN_BYTES;
    byte[] shown = all ? bytes : java.util.Arrays.copyOf(bytes, SHOWN_BYTES);
    return "\"" + Escape.bytes(shown).replace("\"", "\\\"") + "\"" + (all ? "" : "...");
  }

  List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(outcome.call() + "(" + arguments + ") = " + answer(style));
    lines.addAll(queueLines(queues, style));
    return lines;
  }

  private String answer(Style style) {
    Optional<Errno> errno = outcome.errno();
    if (errno.isPresent()) {
      String text = "-1 " + errno.get() + " (" + errno.get().text() + ")";
      return outcome.wouldBlock() ? style.yellow(text) : style.red(text);
    }
    String times = outcome.calls() > 1 ? " in " + Numbers.grouped(outcome.calls()) + " calls" : "";
    String end =
        outcome.call().equals("read") && outcome.returned() == 0 && outcome.requested() > 0
            ? style.yellow("  end of stream: the peer ended its sending")
            : "";
    String returned =
        outcome.call().equals("accept") ? endpoint : Numbers.grouped(outcome.returned());
    return returned + times + end;
  }

  /** The rows of both ends with their names, in netstat's columns. */
  static List<String> queueLines(Queues queues, Style style) {
    if (queues.rows().isEmpty()) {
      return List.of();
    }
    Table table =
        new Table(
            List.of(
                Column.text(""),
                Column.number("Recv-Q"),
                Column.number("Send-Q"),
                Column.text("Local Address"),
                Column.text("Foreign Address"),
                Column.text("State")));
    for (Queues.Row row : queues.rows()) {
      InetRow inet = row.row();
      boolean listens = inet.state() == SocketState.LISTEN;
      table.row(
          List.of(
              style.cyan(Escape.text(row.label())),
              queue(inet.recvQ(), style),
              listens ? String.valueOf(inet.sendQ()) : queue(inet.sendQ(), style),
              inet.localText(),
              inet.remoteText(),
              inet.stateName() + (listens ? "  (waiting, backlog)" : "")));
    }
    return table.lines(style).stream().map(line -> "  " + line).toList();
  }

  private static String queue(long bytes, Style style) {
    return bytes > 0 ? style.yellow(String.valueOf(bytes)) : String.valueOf(bytes);
  }

  void json(JsonLines json) {
    json.begin("call")
        .put("time", Instant.now())
        .put("endpoint", endpoint)
        .put("call", outcome.call())
        .put("bytes", outcome.requested())
        .put("outcome", outcome.errno().isPresent() ? "failed" : "returned")
        .put("returned", outcome.returned())
        .put("count", outcome.calls());
    if (outcome.errno().isPresent()) {
      json.put("errno", outcome.errno().get().name());
      json.put("errnoNumber", outcome.errno().get().number());
    }
    if (outcome.call().equals("read") && outcome.returned() > 0) {
      json.putContent(outcome.bytes());
    }
    queues.own().ifPresent(row -> put(json, "", row));
    queues.far().ifPresent(row -> put(json, "peer", row));
    json.put("elapsedMs", outcome.took().toNanos() / 1e6).end();
  }

  private static void put(JsonLines json, String prefix, Queues.Row row) {
    if (prefix.isEmpty()) {
      json.put("local", row.row().localText()).put("remote", row.row().remoteText());
    } else {
      json.put("peer", row.label());
    }
    json.put(prefix.isEmpty() ? "state" : "peerState", row.row().stateName())
        .put(prefix.isEmpty() ? "recvQ" : "peerRecvQ", row.row().recvQ())
        .put(prefix.isEmpty() ? "sendQ" : "peerSendQ", row.row().sendQ());
  }

  /** Prints it as asked for. */
  void print(CommandContext context, Style style, boolean asJson) {
    if (asJson) {
      json(context.json());
    } else {
      lines(style).forEach(context.out()::println);
      context.result(this::json);
    }
    context.out().flush();
  }
}
