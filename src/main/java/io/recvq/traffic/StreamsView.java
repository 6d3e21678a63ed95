package io.recvq.traffic;

import io.recvq.diagnose.CaptureFinding;
import io.recvq.flow.StreamTally;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.render.JsonLines;
import io.recvq.render.LineBuilder;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.render.Times;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A line for each connection when it is over, or for each finding about one. */
public final class StreamsView implements DecodeView {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int DURATION_COLUMNS = 10;

  private final Map<DecodedStream, StreamTally> tallies = new HashMap<>();
  private final FrameText.Clock clock = new FrameText.Clock();
  private final LineBuilder line = new LineBuilder();
  private final TextOut out;
  private final Style style;
  private final Optional<JsonLines> json;
  private final Optional<String> file;
  private final boolean findingsOnly;
  private long findings;
  private int endpointWidth = "127.0.0.1:65535".length();

  /**
   * A line or an object for each connection, when all have been seen.
   *
   * @param json where JSON is asked for
   * @param file named in each JSON object, where there are several
   * @param findingsOnly whether a line is a finding rather than a connection
   */
  public StreamsView(
      TextOut out,
      Style style,
      Optional<JsonLines> json,
      Optional<String> file,
      boolean findingsOnly) {
    this.out = out;
    this.style = style;
    this.json = json;
    this.file = file;
    this.findingsOnly = findingsOnly;
  }

  private StreamTally tally(DecodedStream stream) {
    return tallies.computeIfAbsent(stream, s -> new StreamTally());
  }

  @Override
  public void began(long nanos) {
    clock.see(nanos);
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    tally(stream).segment(direction, segment, notes);
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    tally(stream).message(stream.isRequest(direction), stream.timeNanos());
  }

  @Override
  public void conflict(
      DecodedStream stream, Direction direction, long offset, int length, long packet) {
    tally(stream).conflict();
  }

  @Override
  public void opened(DecodedStream stream) {
    int first = stream.from(Direction.FORWARD).length();
    int second = stream.from(Direction.REVERSE).length();
    endpointWidth = Math.max(endpointWidth, Math.max(first, second));
  }

  @Override
  public void dismissed(DecodedStream stream) {
    tallies.remove(stream);
  }

  @Override
  public void closed(DecodedStream stream) {
    StreamTally tally = tally(stream);
    tally.close();
    tallies.remove(stream);
    List<CaptureFinding> found = CaptureFinding.of(stream.tcp(), tally);
    findings += found.size();
    if (findingsOnly) {
      found.forEach(finding -> show(stream, finding));
    } else {
      show(stream, tally, found);
    }
  }

  private void show(DecodedStream stream, CaptureFinding finding) {
    if (json.isPresent()) {
      JsonLines object = begin(json.get(), "finding", stream);
      object.put("kind", finding.kind()).put("count", finding.count());
      finding.time().ifPresent(time -> put(object, time));
      object.put("message", finding.message()).end();
      return;
    }
    line.text("stream ").number(stream.tcp().number()).spaces(2);
    line.text(style.yellow(finding.kind())).text(": ").text(finding.message());
    finding.time().ifPresent(this::append);
    line.writeTo(out);
  }

  private static void put(JsonLines object, CaptureFinding.Span time) {
    if (time.fromNanos() != CapturedPacket.NO_TIME) {
      object.put("start", instant(time.fromNanos())).put("end", instant(time.toNanos()));
      object.put("durationMs", (time.toNanos() - time.fromNanos()) / 1e6);
    }
  }

  private void append(CaptureFinding.Span time) {
    if (time.fromNanos() != CapturedPacket.NO_TIME) {
      line.text(" (");
      clock.append(line, time.fromNanos(), 0);
      line.text(" to ");
      clock.append(line, time.toNanos(), 0);
      line.text(" s)");
    }
  }

  private void show(DecodedStream stream, StreamTally tally, List<CaptureFinding> found) {
    TcpStream tcp = stream.tcp();
    Direction client = tcp.client();
    long packets = tcp.packets(client) + tcp.packets(client.opposite());
    boolean timed =
        tcp.firstNanos() != CapturedPacket.NO_TIME && tcp.lastNanos() != CapturedPacket.NO_TIME;
    long nanos = timed ? Math.max(0, tcp.lastNanos() - tcp.firstNanos()) : 0;
    List<String> kinds = found.stream().map(CaptureFinding::kind).distinct().toList();
    if (json.isPresent()) {
      JsonLines object = begin(json.get(), "stream", stream);
      if (timed) {
        object.put("start", instant(tcp.firstNanos())).put("durationMs", nanos / 1e6);
      }
      object
          .put("packets", packets)
          .put("requestBytes", tcp.streamBytes(client))
          .put("responseBytes", tcp.streamBytes(client.opposite()))
          .put("frames", stream.frames())
          .put("malformed", stream.malformed())
          .put("zeroWindows", tally.zeroWindowEpisodes())
          .put("responses", tally.responses());
      tally.slowest().ifPresent(slowest -> object.put("slowestResponseMs", slowest.nanos() / 1e6));
      object.put("findings", kinds).end();
      return;
    }
    ends(stream, client);
    line.right(packets, 7).text(packets == 1 ? " packet " : " packets");
    line.right(tcp.streamBytes(client), 11).text(" B →  ←");
    line.right(tcp.streamBytes(client.opposite()), 11).text(" B");
    boolean one = stream.frames() == 1;
    line.right(stream.frames(), 6).text(one ? " frame " : " frames");
    String duration = timed ? Times.human(Duration.ofNanos(nanos)) : "no times";
    line.spaces(DURATION_COLUMNS - duration.length()).text(duration);
    if (!kinds.isEmpty()) {
      line.spaces(2).text(style.yellow(String.join(", ", kinds)));
    }
    line.writeTo(out);
  }

  private void ends(DecodedStream stream, Direction client) {
    String from = stream.from(client);
    line.right(stream.tcp().number(), 4).spaces(2 + endpointWidth - from.length()).text(from);
    line.text(" → ").left(stream.to(client), endpointWidth);
  }

  private JsonLines begin(JsonLines object, String type, DecodedStream stream) {
    object.begin(type);
    file.ifPresent(name -> object.put("file", name));
    Direction client = stream.tcp().client();
    return object
        .put("stream", stream.tcp().number())
        .put("from", stream.from(client))
        .put("to", stream.to(client));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, SECOND_NANOS), Math.floorMod(nanos, SECOND_NANOS));
  }

  @Override
  public void finish(DecodeSummary summary) {
    if (json.isPresent()) {
      new DecodeJson(json.get(), false, file).finish(summary);
    } else if (findingsOnly && findings == 0) {
      line.text("no findings in ").number(summary.streams);
      line.text(summary.streams == 1 ? " stream" : " streams").writeTo(out);
    }
  }
}
