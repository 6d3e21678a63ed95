package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameEncoder;
import io.recvq.testing.CaptureBuilder;
import io.recvq.testing.PacketBuilder;
import io.recvq.testing.TcpScript;
import io.recvq.wire.LinkType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts rely on: objects, fields, statuses of {@code decode --json}. */
class DecodeContractTest {
  private static final FrameEncoder ENCODER = new FrameEncoder(ByteOrder.LITTLE_ENDIAN);
  private static final byte[] REQUEST = ENCODER.json(Map.of("ask", 1));
  private static final byte[] RESPONSE = ENCODER.json(Map.of("result", "🐰"));
  private static final Pattern REASON = Pattern.compile("\"reason\":\"([a-z0-9-]+)\"");
  private static final Pattern FRAME_PLACE =
      Pattern.compile("\"type\":\"frame\".*\"offset\":(\\d+),\"length\":(\\d+)");

  @TempDir Path folder = Path.of("");

  private static Captured decode(Object... words) {
    List<String> line = new ArrayList<>(List.of("decode", "--json"));
    Arrays.stream(words).map(Object::toString).forEach(line::add);
    return Captured.run(line);
  }

  private Path save(TcpScript script) throws IOException {
    return script.save(folder.resolve("app.pcapng"));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] header(String json) {
    return FrameEncoder.frame(json.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  private static String all(Pattern pattern, String text) {
    StringBuilder found = new StringBuilder();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        found.append(found.isEmpty() ? "" : " ").append(matcher.group(group));
      }
    }
    return found.toString();
  }

  private void assertReasons(String reasons, long frames, byte[] sent, Object... words)
      throws IOException {
    Path file = save(new TcpScript().open().client(REQUEST).client(sent).close());
    List<Object> line = new ArrayList<>(List.of(file));
    line.addAll(List.of(words));
    Captured told = decode(line.toArray());
    assertEquals(reasons, all(REASON, told.out()), told::out);
    assertTrue(told.out().contains("\"frames\":" + frames + ","), told::out);
    assertEquals(ExitStatus.OK, told.status());
    line.add("--strict");
    assertEquals(ExitStatus.BAD_ANSWER, decode(line.toArray()).status());
  }

  @Test
  void frames_and_the_summary_have_the_fields_of_the_contract() throws IOException {
    Path file = save(new TcpScript().open().client(REQUEST).server(RESPONSE).close());

    Captured told = decode(file, "--strict");

    assertEquals(
        """
        {"type":"frame","time":"2023-11-14T22:13:20.003000000Z","stream":0,"packet":4,\
        "from":"10.0.0.1:40000","to":"10.0.0.2:17311","role":"request","offset":0,"length":115,\
        "headerLength":103,"header":{"byteorder": "little", "content-type": "text/json", \
        "content-encoding": "utf-8", "content-length": 10},"content":{"ask": 1}}
        {"type":"frame","time":"2023-11-14T22:13:20.004000000Z","stream":0,"packet":5,\
        "from":"10.0.0.2:17311","to":"10.0.0.1:40000","role":"response","offset":0,"length":123,\
        "headerLength":103,"header":{"byteorder": "little", "content-type": "text/json", \
        "content-encoding": "utf-8", "content-length": 18},"content":{"result": "🐰"}}
        {"type":"summary","packets":8,"bytes":558,"tcpPackets":8,"streams":1,"framedStreams":1,\
        "frames":2,"malformed":0,"retransmissions":0,"outOfOrder":0,"gaps":0,"zeroWindows":0,\
        "conflicts":0}
        """,
        told.out());
    assertEquals("", told.err());
    assertEquals(ExitStatus.OK, told.status());
  }

  @Test
  void packets_have_the_fields_of_the_contract() throws IOException {
    Path file = save(new TcpScript().open().client(new byte[] {1}).zeroWindow());

    List<String> lines = decode(file, "--packets").out().lines().toList();

    assertEquals(6, lines.size());
    assertEquals(
        "{\"type\":\"packet\",\"time\":\"2023-11-14T22:13:20.000000000Z\",\"number\":1,"
            + "\"stream\":0,\"from\":\"10.0.0.1:40000\",\"to\":\"10.0.0.2:17311\","
            + "\"flags\":\"SYN\",\"seq\":0,\"ack\":null,\"window\":65000,\"length\":0,"
            + "\"notes\":[]}",
        lines.get(0));
    assertTrue(
        lines
            .get(4)
            .endsWith(
                "\"flags\":\"ACK\",\"seq\":1,\"ack\":2,\"window\":0,\"length\":0,"
                    + "\"notes\":[\"zero-window\"]}"),
        lines.get(4));
    assertTrue(lines.get(5).startsWith("{\"type\":\"summary\""));
  }

  @Test
  void binary_content_is_base64() throws IOException {
    byte[] frame = ENCODER.encode("binary/x", "binary", new byte[] {0, 1, 2});

    String out = decode(save(new TcpScript().open().client(frame))).out();

    assertTrue(out.contains("\"contentBase64\":\"AAEC\""), out);
    assertFalse(out.contains("\"content\":"), out);
  }

  @Test
  void bad_headers_are_malformed_by_their_reason_and_good_frames_before_are_kept()
      throws IOException {
    assertReasons("bad-json", 1, header("{\"byteorder\": "));
    assertReasons("bad-json", 1, header(""));
    assertReasons("bad-json", 1, header("[1]"));
    assertReasons("missing-header", 1, header("{\"byteorder\": \"little\"}"));
    assertReasons(
        "bad-content-length",
        1,
        header(
            "{\"byteorder\": \"little\", \"content-type\": \"text/json\", \"content-encoding\":"
                + " \"utf-8\", \"content-length\": -1}"));
    byte[] noUtf8 = header("{\"byteorder\": \"?\"}");
    noUtf8[17] = (byte) 0xff;
    assertReasons("bad-utf8", 1, noUtf8);
  }

  @Test
  void nan_in_a_header_is_bad_json() throws IOException {
    assertReasons(
        "bad-json",
        1,
        header(
            "{\"byteorder\": \"little\", \"content-type\": \"text/json\", \"content-encoding\":"
                + " \"utf-8\", \"content-length\": 0, \"x\": NaN}"));
  }

  @Test
  void bad_content_is_malformed_and_the_next_frame_is_decoded() throws IOException {
    byte[] bad = ENCODER.encode("text/json", "utf-8", "{no".getBytes(StandardCharsets.UTF_8));

    assertReasons("bad-content", 2, join(bad, REQUEST));
  }

  @Test
  void next_plausible_frame_is_found_after_a_bad_header() throws IOException {
    assertReasons("missing-header", 2, join(header("{\"byteorder\": \"little\"}"), REQUEST));
  }

  @Test
  void content_above_the_limit_is_too_large() throws IOException {
    byte[] large = ENCODER.encode("binary/x", "binary", new byte[100]);

    assertReasons("too-large", 1, large, "--max-content", "99");
    Path file = save(new TcpScript().open().client(large).close());
    assertEquals(ExitStatus.OK, decode(file, "--strict", "--max-content", "100").status());
  }

  @Test
  void stream_that_ends_inside_a_frame_is_truncated_at_the_frames_first_byte() throws IOException {
    byte[] half = Arrays.copyOf(REQUEST, 50);
    assertReasons("truncated", 1, half);

    Captured told = decode(save(new TcpScript().open().client(REQUEST).client(half)));

    assertTrue(told.out().contains("\"offset\":115,\"reason\":\"truncated\""), told.out());
  }

  @Test
  void gap_inside_a_frame_is_malformed_and_decoding_goes_on_behind_it() throws IOException {
    TcpScript script = new TcpScript().open().client(REQUEST).client(Arrays.copyOf(REQUEST, 50));
    Path file = save(script.lostFromClient(65).client(REQUEST).close());

    Captured told = decode(file);

    assertEquals("gap", all(REASON, told.out()));
    assertEquals("0 115 230 115", all(FRAME_PLACE, told.out()));
    assertTrue(told.out().contains("\"offset\":115,\"reason\":\"gap\""), told.out());
    assertEquals(ExitStatus.BAD_ANSWER, decode(file, "--strict").status());
  }

  @Test
  void gap_outside_of_frames_counts_under_strict_too() throws IOException {
    byte[] other = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    Path file = save(new TcpScript().open().client(other).lostFromClient(5).client(other).close());

    assertEquals(ExitStatus.OK, decode(file).status());
    assertEquals(ExitStatus.BAD_ANSWER, decode(file, "--strict").status());
  }

  @Test
  void stream_that_begins_otherwise_is_not_framed_unless_its_port_is_given() throws IOException {
    byte[] tail = Arrays.copyOfRange(REQUEST, 60, REQUEST.length);
    Path file = save(new TcpScript().client(join(tail, REQUEST)).server(RESPONSE));

    assertTrue(decode(file, "--port", "17311").out().contains("\"frames\":2,"));
    assertTrue(decode(file, "--port", "17311").out().contains("\"role\":\"request\""));
    String other = decode(file, "--port", "1").out();
    assertTrue(other.contains("\"packets\":2,\"bytes\""), other);
    assertFalse(other.contains("\"from\":\"10.0.0.1:40000\""), other);
  }

  @Test
  void capture_without_packets_is_a_summary_of_zeros() throws IOException {
    Path file =
        CaptureBuilder.pcap(ByteOrder.LITTLE_ENDIAN, CaptureBuilder.MICROS, 1)
            .save(folder.resolve("none.pcap"));

    Captured told = decode(file, "--strict");

    assertEquals(
        "{\"type\":\"summary\",\"packets\":0,\"bytes\":0,\"tcpPackets\":0,\"streams\":0,"
            + "\"framedStreams\":0,\"frames\":0,\"malformed\":0,\"retransmissions\":0,"
            + "\"outOfOrder\":0,\"gaps\":0,\"zeroWindows\":0,\"conflicts\":0}\n",
        told.out());
    assertEquals(ExitStatus.OK, told.status());
  }

  /** A capture of Ethernet whose packets are these. */
  private Path packets(byte[]... packets) throws IOException {
    CaptureBuilder capture =
        CaptureBuilder.pcap(ByteOrder.LITTLE_ENDIAN, CaptureBuilder.MICROS, LinkType.ETHERNET);
    for (byte[] packet : packets) {
      capture.packet(1_000_000_000, packet);
    }
    return capture.save(folder.resolve(packets.length + "-packets.pcap"));
  }

  @Test
  void every_packet_is_counted_as_what_it_is() throws IOException {
    PacketBuilder segment = PacketBuilder.tcp("10.0.0.1:40000", "10.0.0.2:7002").payload(REQUEST);
    byte[] tcp = segment.link(LinkType.ETHERNET);
    byte[] gre = tcp.clone();
    gre[14 + 9] = 47;
    byte[] arp = tcp.clone();
    arp[13] = 6;
    byte[] damaged = tcp.clone();
    damaged[14] = 0x41;
    byte[] fragment = PacketBuilder.link(LinkType.ETHERNET, segment.fragments(48).get(0));
    Path file = packets(tcp, gre, arp, damaged, Arrays.copyOf(tcp, 40), fragment);

    String summary = decode(file).out().lines().reduce("", (before, line) -> line);
    for (String counted :
        List.of(
            "\"packets\":6",
            "\"tcpPackets\":1",
            "\"otherPackets\":1",
            "\"tunnelPackets\":1,\"tunnels\":[\"GRE\"]",
            "\"fragments\":1,\"incompleteDatagrams\":1",
            "\"damagedPackets\":2")) {
      assertTrue(summary.contains(counted), summary);
    }
    assertEquals(
        List.of(
            "recvq: " + file + ": what is inside 1 packet of GRE is not decoded",
            "recvq: "
                + file
                + ": 2 packets with headers that contradict themselves are not decoded",
            "recvq: " + file + ": fragments are missing of 1 IP datagram"),
        Captured.run(List.of("decode", "--streams", file.toString())).err().lines().toList());
  }

  @Test
  void standard_input_is_named_once() {
    Captured told = decode("-", "-");
    assertEquals(ExitStatus.USAGE, told.status());
    assertTrue(told.err().contains("standard input can be read once"), told::err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--frames", "--packets", "--streams", "--ladder"})
  void a_capture_without_tcp_says_so_in_every_view(String view) throws IOException {
    byte[] arp = PacketBuilder.tcp("10.0.0.1:1", "10.0.0.2:2").link(LinkType.ETHERNET);
    arp[13] = 6;
    Path file = packets(arp);
    Path none = packets();

    assertEquals(
        "recvq: " + file + ": no TCP among 1 packet\n",
        Captured.run(List.of("decode", view, file.toString())).err());
    assertEquals(
        "recvq: " + none + ": no packets\n",
        Captured.run(List.of("decode", view, none.toString())).err());
  }

  @Test
  void file_of_no_bytes_is_no_capture() throws IOException {
    Captured told = decode(Files.createFile(folder.resolve("empty")));

    assertEquals(ExitStatus.COULD_NOT_LOOK, told.status());
    assertEquals("", told.out());
    assertTrue(told.err().contains("it is empty, no capture"), told.err());
    assertEquals(ExitStatus.COULD_NOT_LOOK, decode("-").status());
  }

  @Test
  void file_cut_off_gives_everything_before_the_cut() throws IOException {
    byte[] whole = Files.readAllBytes(save(new TcpScript().open().client(REQUEST).close()));
    Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 9));

    Captured told = decode(file);

    assertEquals("0 115", all(FRAME_PLACE, told.out()));
    assertTrue(told.out().contains("\"truncatedFile\":true"), told.out());
    assertTrue(told.err().contains("the file is cut off after packet 6"), told.err());
    assertEquals(ExitStatus.OK, told.status());
    assertEquals(ExitStatus.BAD_ANSWER, decode(file, "--strict").status());
  }

  @Test
  void several_files_are_named_in_each_object_and_an_unreadable_one_stops_none()
      throws IOException {
    Path good = save(new TcpScript().open().client(REQUEST).close());
    Path none = folder.resolve("none");

    Captured told = decode(good, none, good);

    List<String> lines = told.out().lines().toList();
    assertEquals(4, lines.size());
    for (String line : lines) {
      assertTrue(line.contains("\"file\":\"" + good + "\""), line);
    }
    assertTrue(told.err().startsWith("recvq: cannot read " + none), told.err());
    assertEquals(ExitStatus.COULD_NOT_LOOK, told.status());
  }

  @Test
  void bytes_of_a_stream_name_their_file_when_there_are_several() throws IOException {
    Path one = save(new TcpScript().open().client(REQUEST));
    Path other = Files.copy(one, folder.resolve("other.pcapng"));

    List<String> told = decode("--follow", "0", one, other).out().lines().toList();
    assertEquals(2, told.size());
    assertTrue(told.get(1).startsWith("{\"type\":\"bytes\",\"file\":\"" + other), told.get(1));
  }

  @Test
  void packet_without_a_time_has_null() throws IOException {
    byte[] ip =
        PacketBuilder.tcp("10.0.0.1:40000", "10.0.0.2:80").flags(0x18).payload(REQUEST).ip();
    Path file =
        CaptureBuilder.pcapng(ByteOrder.BIG_ENDIAN)
            .device(LinkType.RAW, 0)
            .simple(ip, ip.length)
            .save(folder.resolve("simple.pcapng"));

    String out = decode(file).out();

    assertTrue(out.startsWith("{\"type\":\"frame\",\"time\":null,"), out);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void frames_are_the_same_wherever_segments_are_cut(boolean reordered) throws IOException {
    byte[] stream = join(REQUEST, RESPONSE, REQUEST);
    for (int cut = 1; cut < stream.length; cut++) {
      PacketBuilder first = segment(stream, 0, cut);
      PacketBuilder second = segment(stream, cut, stream.length);
      CaptureBuilder capture =
          CaptureBuilder.pcap(ByteOrder.BIG_ENDIAN, CaptureBuilder.NANOS, LinkType.RAW)
              .packet(1, PacketBuilder.tcp("10.0.0.1:4", "10.0.0.2:8").flags(2).ip());
      capture.packet(2, (reordered ? second : first).ip());
      capture.packet(3, (reordered ? first : second).ip());

      Captured told = decode(capture.save(folder.resolve("cut")), "--strict");

      assertEquals(ExitStatus.OK, told.status(), told::out);
      assertEquals("0 115 115 123 238 115", all(FRAME_PLACE, told.out()), "cut at " + cut);
    }
  }

  private static PacketBuilder segment(byte[] stream, int from, int to) {
    return PacketBuilder.tcp("10.0.0.1:4", "10.0.0.2:8")
        .seq(1 + from)
        .payload(Arrays.copyOfRange(stream, from, to));
  }

  @Test
  void frames_are_the_same_a_byte_a_segment() throws IOException {
    byte[] stream = join(REQUEST, RESPONSE);
    TcpScript script = new TcpScript().open();
    for (byte one : stream) {
      script.client(new byte[] {one});
    }

    Captured told = decode(save(script), "--strict");

    assertEquals("0 115 115 123", all(FRAME_PLACE, told.out()));
    assertTrue(told.out().contains("\"packet\":118,"), told.out());
  }
}
