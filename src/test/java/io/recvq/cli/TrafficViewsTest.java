package io.recvq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.FrameEncoder;
import io.recvq.render.DisplayWidth;
import io.recvq.testing.CaptureBuilder;
import io.recvq.testing.Needs;
import io.recvq.testing.PacketBuilder;
import io.recvq.testing.TcpScript;
import io.recvq.wire.LinkType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The views of decode, word for word, on captures written packet by packet. */
class TrafficViewsTest {
  private static final FrameEncoder ENCODER = new FrameEncoder(ByteOrder.LITTLE_ENDIAN);
  private static final byte[] REQUEST = AppAnswers.request(ENCODER, "search", "ring");
  private static final byte[] ANSWER = ENCODER.json(Map.of("result", "In the caves."));

  @TempDir Path dir = Path.of("");
  private Path file = Path.of("");

  /** Stream 0: a request and its answer 5 ms later. Stream 1: a zero window, then a lost piece. */
  @BeforeEach
  void capture() throws IOException {
    file =
        new TcpScript()
            .open()
            .client(REQUEST)
            .pauseMillis(4)
            .server(ANSWER)
            .close()
            .nextClient()
            .open()
            .client(Arrays.copyOf(REQUEST, 120))
            .zeroWindow()
            .pauseMillis(300)
            .lostFromClient(5)
            .client(Arrays.copyOfRange(REQUEST, 125, REQUEST.length))
            .client(REQUEST)
            .close()
            .save(dir.resolve("test.pcapng"));
  }

  private Captured decode(String... options) {
    List<String> words = new ArrayList<>(List.of("decode", file.toString()));
    words.addAll(List.of(options));
    return Captured.run(words);
  }

  private List<String> lines(String... options) {
    Captured captured = decode(options);
    assertEquals("", captured.err());
    return captured.out().lines().toList();
  }

  @Test
  void theLadderShowsWhoSaidWhatWhen() {
    assertEquals(
        """
           stream 0 10.0.0.1:40000                                       10.0.0.2:17311
           0.000000 │── SYN Seq=0 Win=65000 ─────────────────────────────────────────▶│
           0.001000 │◀────────────────────────────── SYN, ACK Seq=0 Ack=1 Win=65000 ──│
           0.002000 │── ACK Seq=1 Ack=1 Win=65000 ───────────────────────────────────▶│
           0.003000 │── PSH, ACK Seq=1 Ack=1 Len=142 Win=65000 ──────────────────────▶│
                    │  request 142 B  {"action": "search", "value": "ring"}           │
           0.008000 │◀──────────────────── PSH, ACK Seq=1 Ack=143 Len=132 Win=65000 ──│
                    │                    response 132 B  {"result": "In the caves."}  │
           0.009000 │── FIN, ACK Seq=143 Ack=133 Win=65000 ──────────────────────────▶│
           0.010000 │◀────────────────────────── FIN, ACK Seq=133 Ack=144 Win=65000 ──│
           0.011000 │── ACK Seq=144 Ack=134 Win=65000 ───────────────────────────────▶│
        """,
        String.join("\n", lines("--ladder", "--where", "stream = 0")) + "\n");
  }

  @Test
  void theLadderShowsPausesAndZeroWindows() {
    String ladder = String.join("\n", lines("--ladder", "--where", "stream = 1"));
    assertTrue(ladder.contains("Win=0 [zero-window] ──│"), ladder);
    assertTrue(ladder.contains("│  · 301 ms pass  "), ladder);
    assertTrue(ladder.contains("│  malformed gap at offset 0  "), ladder);
  }

  @Test
  void streamsAreALineAConnectionWithWhatIsFoundOfIt() {
    assertEquals(
        List.of(
            "   0   10.0.0.1:40000 → 10.0.0.2:17311       8 packets        142 B →  ←        132 B"
                + "     2 frames   11.0 ms",
            "   1   10.0.0.1:40001 → 10.0.0.2:17311      10 packets        284 B →  ←          0 B"
                + "     1 frame     309 ms  zero-window, gap"),
        lines("--streams"));
  }

  @Test
  void streamsAreThoseInWhichTheConditionHoldsSomewhere() {
    assertEquals(1, lines("--streams", "--where", "note = zero-window").size());
    assertEquals(1, lines("--streams", "--where", "role = response").size());
    assertEquals(2, lines("--streams", "--where", "role = request").size());
    assertEquals(1, lines("--streams", "--where", "stream = 1").size());
    assertEquals(0, lines("--streams", "--where", "note = reused-port").size());
    assertTrue(
        lines("--streams", "--where", "note = zero-window").get(0).contains(" 10 packets "),
        "the whole stream is counted");
    assertEquals(2, lines("--findings", "--where", "reason = gap").size());
  }

  private void only(TcpScript script) throws IOException {
    file = script.save(dir.resolve("only.pcapng"));
  }

  @Test
  void aHandshakeThatTheClientNeverCompletedIsHalfOpen() throws IOException {
    only(new TcpScript().synAndAnswer().synAndAnswer());
    assertEquals(
        List.of(
            "stream 0  half-open: 10.0.0.1:40000 never completed the handshake that 10.0.0.2:17311"
                + " answered (2 SYN, ACK)"),
        lines("--findings").stream().filter(l -> l.contains("half-open")).toList());
  }

  @Test
  void aZeroWindowForAMomentIsNoStall() throws IOException {
    only(new TcpScript().open().client(REQUEST).zeroWindow().server(ANSWER).close());
    assertEquals(
        List.of(
            "stream 0  zero-window: 10.0.0.2:17311 had no room for a moment, 1.0 ms (0.004000 to"
                + " 0.005000 s)"),
        lines("--findings"));
  }

  @Test
  void aZeroWindowThatTheCapturesEndCutIsNotSaidToBeForEver() throws IOException {
    only(new TcpScript().open().client(REQUEST).zeroWindow().pauseMillis(300).probe());
    assertEquals(
        List.of(
            "stream 0  zero-window: 10.0.0.2:17311 was not reading: its window was zero for 301 ms"
                + " and still was when the capture ended, 1 probe (0.004000 to 0.305000 s)"),
        lines("--findings"));
  }

  @Test
  void aPeerThatAnswersNothingAnyMoreWentSilent() throws IOException {
    TcpScript script = new TcpScript().open();
    for (int i = 0; i < 4; i++) {
      script.again(REQUEST).pauseMillis(300);
    }
    only(script);
    assertEquals(
        List.of(
            "stream 0  silent-peer: 10.0.0.2:17311 went silent: 10.0.0.1:40000 sent again 3 times"
                + " without an answer (0.304000 to 0.906000 s)",
            "stream 0  retransmissions: 10.0.0.1:40000 retransmitted 3 of 6 packets"),
        lines("--findings"));
  }

  @Test
  void aSlowResponseSaysWhoTookHowLongAndWhen() throws IOException {
    only(
        new TcpScript()
            .open()
            .client(REQUEST)
            .client(REQUEST)
            .pauseMillis(10)
            .server(ANSWER)
            .pauseMillis(1500)
            .server(ANSWER)
            .close());
    assertEquals(
        List.of(
            "stream 0  slow-response: 10.0.0.2:17311 took 1.5 s to answer, the slowest of 2 answers"
                + " (0.004000 to 1.516000 s)"),
        lines("--findings"));
    assertTrue(lines("--streams", "--json").get(0).contains("\"slowestResponseMs\":1512.0,"));
  }

  @Test
  void notesThatDoNotFitAnArrowOfTheLadderStandBelowIt() throws IOException {
    only(new TcpScript().open().client(REQUEST).zeroWindow().pauseMillis(300).probe().zeroWindow());
    List<String> ladder = lines("--ladder");
    String last = ladder.get(ladder.size() - 1);
    assertTrue(last.endsWith("  [zero-window] [zero-window-probe-ack]  │"), last);
    assertEquals(
        1,
        ladder.stream().skip(1).map(DisplayWidth::of).distinct().count(),
        "each line is as wide as the others");
  }

  @Test
  void framesOfHttpAreToldByTheirFirstLine() throws IOException {
    byte[] request = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n".getBytes(UTF_8);
    byte[] response = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno".getBytes(UTF_8);
    only(new TcpScript().open().client(request).server(response).close());
    List<String> frames = lines("--framing", "http1");
    assertTrue(frames.get(0).endsWith("request     28 B  GET /a"), frames.get(0));
    assertTrue(frames.get(1).endsWith("response    47 B  404 Not Found  no"), frames.get(1));
    List<String> lines = lines("--framing", "lines");
    assertTrue(lines.get(0).endsWith("17 B  text/plain  GET /a HTTP/1.1"), lines.get(0));
  }

  @Test
  void aLongFrameStandsApartFromItsRole() throws IOException {
    byte[] head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(UTF_8);
    TcpScript script = new TcpScript().open().server(head);
    for (int i = 0; i < 100; i++) {
      script.server(new byte[10_000]);
    }
    only(script.close());
    String frame = lines("--framing", "http1").get(0);
    assertTrue(frame.contains(" response 1000044 B  200 OK  "), frame);
  }

  @Test
  void aShortCaptureHasATimeAxisAllTheSame() throws IOException {
    only(new TcpScript().open());
    String text = decode("--stats").out();
    assertTrue(text.contains("2.00 ms"), text);
    assertTrue(text.contains("500 µs"), text);
  }

  @Test
  void withoutFramesItSaysWhereElseToLook() throws IOException {
    only(new TcpScript().open().client("hello".getBytes(UTF_8)).close());
    Captured plain = decode();
    assertEquals("", plain.out());
    assertEquals(
        "recvq: "
            + file
            + ": no frames in 1 stream; look with --streams, --packets or --follow, or name the"
            + " --framing and --port\n",
        plain.err());
    assertEquals("", decode("--packets").err());
    assertEquals("", decode("--json").err());
  }

  @Test
  void aCharacterThatIsCutByASegmentIsShownWhole() throws IOException {
    byte[] dog = "a \ud83d\udc36 dog\n".getBytes(UTF_8);
    only(
        new TcpScript()
            .open()
            .client(Arrays.copyOf(dog, 4))
            .client(Arrays.copyOfRange(dog, 4, dog.length))
            .client(new byte[] {(byte) 0xf0, (byte) 0x9f})
            .close());
    assertEquals(
        List.of("a ", "\ud83d\udc36 dog", "\\xf0\\x9f"), lines("--follow", "0").subList(1, 4));
  }

  @Test
  void findingsSayWhoDidWhatAndHowLong() {
    assertEquals(
        List.of(
            "stream 1  zero-window: 10.0.0.2:17311 was not reading: its window was zero for 304 ms,"
                + " 0 probes (0.016000 to 0.320000 s)",
            "stream 1  gap: the capture lacks 5 bytes from 10.0.0.1:40001, in 1 gap"),
        lines("--findings"));
  }

  @Test
  void followShowsBothSidesAndWhatIsMissing() {
    assertEquals(
        """
        ── request side, 10.0.0.1:40000 → 10.0.0.2:17311, offset 0
        \\x00g{"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length": 37}{"action": "search", "value": "ring"}
        ── response side, 10.0.0.2:17311 → 10.0.0.1:40000, offset 0
        \\x00g{"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length": 27}{"result": "In the caves."}
        """,
        decode("--follow", "0").out());
    assertTrue(decode("--follow", "1").out().contains("[5 bytes are missing from the capture]\n"));
    assertEquals(
        "00000000  00 67 7b 22 62 79 74 65  6f 72 64 65 72 22 3a 20  .g{\"byteorder\": ",
        lines("--follow", "0", "--as", "hex").get(1));
    assertEquals(
        "recvq: no stream 9 here; there are 2, the first is 0 (recvq decode --streams lists"
            + " them)\n",
        decode("--follow", "9").err());
  }

  @Test
  void followWritesEachDirectionToAFile() throws IOException {
    Path folder = dir.resolve("bytes");
    decode("--follow", "0", "--write-dir", folder.toString());
    assertArrayEquals(REQUEST, Files.readAllBytes(folder.resolve("stream-0-client.bin")));
    assertArrayEquals(ANSWER, Files.readAllBytes(folder.resolve("stream-0-server.bin")));
    Captured again = decode("--follow", "0", "--write-dir", folder.toString());
    assertEquals(ExitStatus.COULD_NOT_LOOK, again.status());
    assertTrue(again.err().contains("EEXIST"), again.err());
  }

  @Test
  void bytesAloneHaveNoPlaceForWhatIsMissingSoAMessageTellsIt() {
    Path folder = dir.resolve("lacking");
    for (Captured told :
        List.of(
            decode("--follow", "1", "--as", "raw"),
            decode("--follow", "1", "--write-dir", folder.toString()))) {
      assertTrue(
          told.err()
              .lines()
              .anyMatch(
                  line ->
                      line.matches(
                          "recvq: 10\\.0\\.0\\.1:40001 → .*: 5 bytes are missing from the capture,"
                              + " from offset \\d+")),
          told.err());
    }
  }

  @Test
  void statisticsTellResponseTimes() {
    String text = decode("--stats").out();
    assertTrue(text.startsWith("18 TCP packets over 321 ms: 2 streams, 3 frames\n"), text);
    assertTrue(text.matches("(?s).*response time +1 +5.00 ms .*"), text);
    String json = lines("--stats", "--json").get(0);
    assertTrue(json.startsWith("{\"type\":\"statistics\",\"durationMs\":321.0,"), json);
    assertTrue(json.contains("\"responseMs\":{\"count\":1,\"min\":5.0,"), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stream = 0 | 2",
        "role = request | 3",
        "content ~ 'In the' | 1",
        "content.value = ring | 2",
        "frame.header.content-length > 30 | 2",
        "frame.header.content-type = text/json and not role = response | 2",
        "reason = gap | 1",
        "reason | 1",
        "port = 40001 and (reason or role = request) | 2",
        "host = 10.0.0.2 | 4",
        "host = 10.0.0.3 | 0",
        "time > 0.1 | 1",
        "time < 2000-01-01T00:00:00Z | 0",
        "length >= 142 | 2",
        "note = zero-window | 0",
      })
  void whereChoosesFrames(String expression, int count) {
    List<String> shown =
        lines("--json", "--where", expression).stream()
            .filter(l -> !l.contains("summary"))
            .toList();
    assertEquals(count, shown.size(), shown.toString());
  }

  @Test
  void aChosenFrameKeepsItsTimeSinceTheStartOfTheCapture() {
    String all = lines("--frames").get(1);
    assertTrue(all.startsWith("  0.0"), all);
    for (String where : List.of("role = response", "time > 0.004")) {
      assertEquals(all, lines("--frames", "--where", where).get(0));
    }
  }

  @ParameterizedTest
  @CsvSource({"--frames,0", "--packets,0", "--ladder,1"})
  void timesCountFromTheFirstPacketOfAnyProtocol(String view, int line) throws IOException {
    byte[] tcp =
        PacketBuilder.tcp("10.0.0.1:40000", "10.0.0.2:17311")
            .payload(REQUEST)
            .link(LinkType.ETHERNET);
    byte[] arp = tcp.clone();
    arp[13] = 6;
    file =
        CaptureBuilder.pcap(ByteOrder.LITTLE_ENDIAN, CaptureBuilder.MICROS, LinkType.ETHERNET)
            .packet(1_000_000_000L, arp)
            .packet(2_500_000_000L, tcp)
            .save(dir.resolve("arp.pcap"));
    String told = lines(view).get(line);
    assertTrue(told.contains(" 1.500000 "), told);
  }

  @Test
  void whereChoosesPacketsAndLeavesTheSummaryAlone() {
    List<String> shown = lines("--packets", "--json", "--where", "note = zero-window");
    assertEquals(2, shown.size());
    assertTrue(shown.get(1).contains("\"packets\":18,"), shown.get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour = red | at 'colour = red': no field 'colour'; fields are content, flags,",
        "stream = | at its end: expected a value",
        "(stream = 1 | at its end: expected ')'",
        "stream = 1 2 | at '2': expected 'and' or 'or'",
        "content ~ '[' | at its end: '[' is no regular expression",
        "content = \"x | at '\"x': this quote has no end",
      })
  void aWrongExpressionSaysWhere(String expression, String message) {
    Captured captured = decode("--where", expression);
    assertEquals(ExitStatus.USAGE, captured.status());
    assertTrue(captured.err().contains("--where: " + message), captured.err());
  }

  @Test
  void exportKeepsTheChosenPacketsWithComments() throws Exception {
    Needs.program("tshark");
    Path exported = dir.resolve("some.pcapng");
    Captured captured = decode("--export", exported.toString(), "--where", "stream = 1");
    assertEquals("recvq: " + file + ": kept 10 of 18 packets\n", captured.err());
    List<String> comments =
        tshark("-r", exported.toString(), "-T", "fields", "-e", "frame.comment");
    assertEquals(10, comments.size(), comments.toString());
    assertTrue(comments.contains("recvq: zero-window"), comments.toString());
    assertTrue(comments.contains("recvq: previous-segment-lost"), comments.toString());
    decode("--export", exported.toString());
    assertTrue(
        tshark("-r", exported.toString(), "-T", "fields", "-e", "frame.comment")
            .contains("recvq: completes the request frame of 142 bytes at offset 0"));
  }

  @Test
  void exportTellsScriptsWhatItKept() throws Exception {
    Path exported = dir.resolve("some.pcapng");
    Captured captured = decode("--export", exported.toString(), "--where", "stream = 1", "--json");
    List<String> lines = captured.out().lines().toList();
    assertEquals(2, lines.size(), captured.out());
    assertEquals("{\"type\":\"export\",\"to\":\"" + exported + "\",\"kept\":10}", lines.get(0));
    assertTrue(lines.get(1).startsWith("{\"type\":\"summary\",\"packets\":18,"), lines.get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app | ",
        "json:width=2,key=content-length | ",
        "length:width=2,offset=0,counts=rest | 17311",
        "lines | 17311",
      })
  void wiresharkFindsTheSameFramesWithOurDissector(String framing, String port) throws Exception {
    Needs.program("tshark");
    Path capture = capture(framing);
    List<String> words = new ArrayList<>(List.of("dissector", "--framing", framing));
    if (port != null) {
      words.addAll(List.of("--port", port));
    }
    Path script = dir.resolve("dissector.lua");
    Files.writeString(script, Captured.run(words).out());
    List<String> lengths =
        tshark(
            "-X",
            "lua_script:" + script,
            "-o",
            "tcp.reassemble_out_of_order:TRUE",
            "-r",
            capture.toString(),
            "-Y",
            "recvq",
            "-T",
            "fields",
            "-e",
            "recvq.length");
    List<String> decode =
        new ArrayList<>(List.of("decode", capture.toString(), "--json", "--framing", framing));
    if (port != null) {
      decode.addAll(List.of("--port", port));
    }
    List<String> ours =
        Captured.run(decode)
            .out()
            .lines()
            .filter(line -> line.contains("\"type\":\"frame\""))
            .map(line -> line.replaceFirst(".*\"length\":(\\d+).*", "$1"))
            .toList();
    assertTrue(ours.size() >= 3, ours.toString());
    assertEquals(ours, lengths.stream().flatMap(l -> Arrays.stream(l.split(","))).toList());
  }

  private Path capture(String framing) throws IOException {
    TcpScript script = new TcpScript().open();
    boolean json = framing.equals("app") || framing.startsWith("json");
    byte[] one =
        json
            ? REQUEST
            : framing.equals("lines") ? "hello\n".getBytes(UTF_8) : "\0\5hello".getBytes(UTF_8);
    byte[] three = new byte[3 * one.length];
    for (int i = 0; i < three.length; i++) {
      three[i] = one[i % one.length];
    }
    // One frame and a part, the rest of that and a part, and so on.
    int step = one.length + 3;
    for (int from = 0; from < three.length; from += step) {
      script.client(Arrays.copyOfRange(three, from, Math.min(three.length, from + step)));
    }
    return script.close().save(dir.resolve("segments.pcapng"));
  }

  private static List<String> tshark(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertEquals(0, process.waitFor());
    return lines;
  }
}
