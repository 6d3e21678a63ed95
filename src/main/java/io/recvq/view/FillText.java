package io.recvq.view;

import io.recvq.net.Errno;
import io.recvq.peer.GrantedOption;
import io.recvq.render.JsonLines;
import io.recvq.render.Numbers;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.TextWrap;
import io.recvq.render.Times;
import io.recvq.sockets.InetRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What filling a connection showed, for eyes and as JSON. */
public final class FillText {
  private final FillReport report;

  /** Shows one report, as lines or as JSON. */
  public FillText(FillReport report) {
    this.report = report;
  }

  /** The report for people, its sentences broken between words where they are wider than this. */
  public List<String> lines(Style style, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add("connection   " + report.local() + " to " + report.remote());
    lines.addAll(TextWrap.wrap(outcome(style), columns, "outcome      ", " ".repeat(13)));
    report
        .firstRefusalBytes()
        .ifPresent(
            first ->
                lines.add(
                    "first refusal after "
                        + Numbers.grouped(first)
                        + " bytes, "
                        + Times.human(report.timeToFirstRefusal())));
    lines.add(
        "accepted     "
            + Numbers.grouped(report.acceptedBytes())
            + " bytes in "
            + Times.human(report.elapsed())
            + (report.settled() ? ", a plateau" : ""));
    buffers(lines);
    if (report.near().isPresent()) {
      lines.add("");
      lines.addAll(queues().lines(style));
      lines.add("");
    }
    lines.addAll(TextWrap.wrap(conservation(style), columns, "", "  "));
    return lines;
  }

  private String outcome(Style style) {
    String errno = report.errno().map(e -> " (" + e + ", " + e.text() + ")").orElse("");
    return switch (report.outcome()) {
      case WOULD_BLOCK ->
          style.yellow("refused")
              + ": write() took nothing"
              + errno
              + (report.settled() ? "" : "; the peer reads on, so later writes were taken");
      case BLOCKED ->
          style.yellow("blocked")
              + ": write() does not return; a blocking program stands still here";
      case TIMED_OUT ->
          style.yellow("timed out") + ": the socket did not become writable within the time-out";
      case LIMIT -> "not refused: the limit of --max-bytes came first";
      case RESET -> style.red("reset") + " by the peer" + errno;
      case CLOSED -> style.red("closed") + " by the peer" + errno;
    };
  }

  private void buffers(List<String> lines) {
    if (report.grantedSendBuffer().isPresent()) {
      lines.add(
          "SO_SNDBUF    "
              + asked(report.asked("SO_SNDBUF"))
              + Numbers.grouped(report.grantedSendBuffer().getAsLong())
              + " bytes granted");
    }
    otherOptions().map(GrantedOptionText::line).forEach(lines::add);
    if (report.peerReceiveBuffer().isPresent()) {
      lines.add(
          "SO_RCVBUF    "
              + Numbers.grouped(report.peerReceiveBuffer().getAsLong())
              + " bytes granted to the peer");
    }
  }

  /** The send buffer has a line of its own, whether it was asked for or not. */
  private Stream<GrantedOption> otherOptions() {
    return report.options().stream().filter(option -> !option.name().equals("SO_SNDBUF"));
  }

  private static String asked(OptionalLong bytes) {
    return bytes.isPresent() ? Numbers.grouped(bytes.getAsLong()) + " bytes asked, " : "";
  }

  /** The ends by their roles: addresses, which stand above, would not fit beside three queues. */
  private Table queues() {
    Table table =
        new Table(
            List.of(
                Table.Column.text("End"),
                Table.Column.number("Recv-Q"),
                Table.Column.number("Send-Q"),
                Table.Column.number("Not-sent"),
                Table.Column.text("State"),
                Table.Column.text("Timer")));
    report.near().ifPresent(row -> table.row(cells("this end", row)));
    report.far().ifPresent(row -> table.row(cells("the peer", row)));
    return table;
  }

  private static List<String> cells(String end, InetRow row) {
    return List.of(
        end,
        Long.toString(row.recvQ()),
        Long.toString(row.sendQ()),
        row.tcp().map(tcp -> Long.toString(tcp.notSentBytes())).orElse("-"),
        row.stateName(),
        row.timer().kind().word());
  }

  private String conservation(Style style) {
    if (report.sample().isEmpty()) {
      return "queues       not looked at: they are TCP's, and this is a Unix-domain socket";
    }
    if (report.near().isEmpty()) {
      return "queues       not to be seen: the connection is gone from the socket table";
    }
    if (report.far().isEmpty()) {
      return "the other end is not on this machine, so its Recv-Q is unknown";
    }
    long unaccounted = report.unaccountedBytes().orElse(0);
    String sum =
        Numbers.grouped(report.notSentBytes().orElse(0))
            + " not sent + "
            + Numbers.grouped(report.far().orElseThrow().recvQ())
            + " unread by the peer";
    String accepted = Numbers.grouped(report.acceptedBytes()) + " accepted";
    return unaccounted == 0
        ? style.green("conserved") + ": " + sum + " = " + accepted
        : sum + " + " + Numbers.grouped(unaccounted) + " read by it or on the way = " + accepted;
  }

  /** The report as one object of type {@code fill}. */
  public void json(JsonLines json) {
    json.begin("fill")
        .put("time", Instant.now())
        .put("local", report.local())
        .put("remote", report.remote())
        .put("outcome", report.outcome().word());
    if (report.errno().isPresent()) {
      Errno errno = report.errno().get();
      json.put("errno", errno.name()).put("errnoNumber", errno.number());
    } else {
      json.putNull("errno");
    }
    json.put("acceptedBytes", report.acceptedBytes());
    number(json, "firstRefusalBytes", report.firstRefusalBytes());
    number(json, "sendQ", row(report.near().map(InetRow::sendQ).orElse(-1L)));
    number(json, "recvQ", row(report.far().map(InetRow::recvQ).orElse(-1L)));
    number(json, "notSentBytes", report.notSentBytes());
    number(json, "unaccountedBytes", report.unaccountedBytes());
    number(json, "sndbufAsked", report.asked("SO_SNDBUF"));
    number(json, "sndbufGranted", report.grantedSendBuffer());
    number(json, "rcvbufAsked", report.asked("SO_RCVBUF"));
    number(json, "peerRcvbufGranted", report.peerReceiveBuffer());
    if (!report.options().isEmpty()) {
      GrantedOptionText.write(json, report.options());
    }
    json.put("plateau", report.settled())
        .put("timeToFirstRefusalMs", report.timeToFirstRefusal().toNanos() / 1e6)
        .put("elapsedMs", report.elapsed().toNanos() / 1e6)
        .end();
  }

  private static OptionalLong row(long queue) {
    return queue < 0 ? OptionalLong.empty() : OptionalLong.of(queue);
  }

  private static void number(JsonLines json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.put(name, value.getAsLong());
    } else {
      json.putNull(name);
    }
  }
}
