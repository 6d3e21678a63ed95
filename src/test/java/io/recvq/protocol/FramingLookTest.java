package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.protocol.FrameDecoder.Start;
import io.recvq.protocol.Framing.Plausibility;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What framings make of first bytes, of wrong frames and of descriptions. */
class FramingLookTest {
  private static final FrameLimits SMALL = new FrameLimits(100, 20);

  /** Bytes from text in which escapes stand for control characters. */
  private static byte[] bytes(String text) {
    return text.translateEscapes().getBytes(ISO_8859_1);
  }

  private static List<String> decode(String framing, FrameLimits limits, String... pieces) {
    FrameDecoder decoder = new FrameDecoder(Framings.parse(framing), limits, Start.AT_FRAME);
    List<String> answers = new ArrayList<>();
    for (String piece : pieces) {
      decoder.feed(ByteBuffer.wrap(bytes(piece)));
      FrameDecoderTest.drain(decoder, answers);
    }
    return answers;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "app | `` | UNDECIDED",
        "app | \\0 | UNDECIDED",
        "app | \\0\\0 | NO",
        "app | \\0\\1 | UNDECIDED",
        "app | \\1\\0 | UNDECIDED",
        "app | \\0\\100{ | UNDECIDED",
        "app | \\0\\100[ | NO",
        "app | \\0\\100{\"byteorder | UNDECIDED",
        "app | \\0\\100{\"byteorder\" | YES",
        "app | \\0\\100{\"a\": 1, \"content- | YES",
        "app | \\0\\100{\"content: | UNDECIDED",
        "app | \\0\\10{\"a\": 1} | NO",
        "app | \\0\\13{\"byteorder\" | NO",
        "app | \\0\\14{\"byteorder\" | YES",
        "lines | `` | UNDECIDED",
        "lines | abc\\t\\r\\33 | UNDECIDED",
        "lines | \u00e9 | UNDECIDED",
        "lines | abc\\n\\0 | YES",
        "lines | ab\\0c\\n | NO",
        "lines | ab\\37c | NO",
        "lines | ` ` | UNDECIDED",
        "u16be | `` | UNDECIDED",
        "u16be | \\0 | UNDECIDED",
        "u16be | \\0\\2a | UNDECIDED",
        "u16be | \\0\\2ab | YES",
        "u32be | \\177\\0\\0\\0 | NO",
        "http1 | `` | UNDECIDED",
        "http1 | HTTP/1 | UNDECIDED",
        "http1 | HTTP/1. | YES",
        "http1 | HTTP/2 | NO",
        "http1 | GET | UNDECIDED",
        "http1 | `GET ` | UNDECIDED",
        "http1 | GET / | YES",
        "http1 | GET * | YES",
        "http1 | GET http: | YES",
        "http1 | CONNECT a:1 | YES",
        "http1 | CONNECT 1.2 | YES",
        "http1 | `GET  ` | NO",
        "http1 | GET ! | NO",
        "http1 | `GE ` | NO",
        "http1 | GE / | NO",
        "http1 | GETx | NO",
        "http1 | GETx/ | NO",
        "http1 | get / | NO",
        "http1 | @ | NO",
        "http1 | [ | NO",
        "http1 | ABCDEFGHIJKLMNOPQRST | UNDECIDED",
        "http1 | ABCDEFGHIJKLMNOPQRST / | YES",
        "http1 | ABCDEFGHIJKLMNOPQRSTU | NO",
        "http1 | AZ | UNDECIDED",
        "json:key=k | \\0 | UNDECIDED",
        "json:key=k | \\0\\10 | UNDECIDED",
        "json:key=k | \\0\\10{ | UNDECIDED",
        "json:key=k | \\0\\10[ | NO",
        "json:key=k | \\0\\1{ | NO",
        "json:key=k | \\0\\10{\"k\" | UNDECIDED",
        "json:key=k | \\0\\10{k | NO",
        "json:key=k | \\0\\10{\"k\": 1} | YES",
        "json:key=k | \\0\\10{\"j\": 1} | NO",
      })
  void aStreamIsJudgedByItsFirstBytes(String framing, String first, Plausibility judgement) {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    bytes.put((byte) '?').put(bytes(first)).flip().position(1);
    assertEquals(judgement, Framings.parse(framing).plausibility(bytes));
    assertEquals(1, bytes.position());
  }

  @Test
  void aLineThatDoesNotEndWithin4096BytesIsNoLine() {
    Framing lines = Framings.parse("lines");
    assertEquals(
        Plausibility.UNDECIDED, lines.plausibility(ByteBuffer.wrap(bytes("a".repeat(4096)))));
    assertEquals(Plausibility.NO, lines.plausibility(ByteBuffer.wrap(bytes("a".repeat(4097)))));
  }

  @Test
  void aHeaderWhoseKeysDoNotComeWithin4096BytesIsNoHeaderOfTheApplication() {
    String start = "\\177\\0{";
    assertEquals(
        Plausibility.UNDECIDED,
        Framings.APP.plausibility(ByteBuffer.wrap(bytes(start + " ".repeat(4092)))));
    assertEquals(
        Plausibility.NO,
        Framings.APP.plausibility(ByteBuffer.wrap(bytes(start + " ".repeat(4093)))));
    assertEquals(
        Plausibility.NO,
        Framings.APP.plausibility(
            ByteBuffer.wrap(bytes(start + " ".repeat(4093) + "\"byteorder\""))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "json:key=k | \\0\\1{ | bad-json @0 the header is empty",
        "json:key=k | \\0\\145{ | too-large @0 a header of 101 bytes, the limit is 100",
        "json:key=k | \\0\\2[] | bad-json @0 the header is no object",
        "json:key=k | \\0\\2{, | bad-json @0 the header: expected a key in quotes, found ','",
        "json:key=k | \\0\\7{\"a\u00ff\":1 | bad-utf8 @0 the header: no UTF-8",
        "json:key=k | \\0\\2{} | missing-header @0 the header has no k",
        "json:key=k | \\0\\11{\"k\": -1} | bad-content-length @0 k is no integer of 0 or more",
        "json:key=k | \\0\\12{\"k\": \"1\"} | bad-content-length @0 k is no integer of 0 or more",
        "json:key=k | \\0\\11{\"k\": 21} | too-large @0 a content of 21 bytes, the limit is 20",
        "u16be | \\0\\25 | too-large @0 a content of 21 bytes, the limit is 20",
        "length:width=8 | \\200\\0\\0\\0\\0\\0\\0\\0 | too-large @0 a length beyond 63 bits",
        "length:width=1,header=4 | \\2abc"
            + " | bad-framing @0 a length of 2 is less than what it counts",
        "length:width=1,counts=frame | \\0 | bad-framing @0 a length of 0 is less than what it counts",
        "length:width=1,offset=2,magic=cafe | ab"
            + " | bad-framing @0 the frame does not begin with cafe",
        "lines | 123456789012345678901 | too-large @0 a line of more than 20 bytes",
        "lines | 123456789012345678901\\n | too-large @0 a line of more than 20 bytes",
        "http1 | hello | bad-framing @0 neither a request line nor a status line of HTTP/1",
        "http1 | GET / HTTP/1.1\\nA\\n\\n | bad-framing @0 a field line of the head has no colon",
        "http1 | PUT / HTTP/1.1\\nContent-Length: 21\\n\\n"
            + " | too-large @0 a body above the limit of 20 bytes",
        "http1 | HTTP/1.1 200 OK\\n\\n123456789012345678901"
            + " | too-large @0 a body above the limit of 20 bytes",
        "http1 | PUT / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\nxyz\\n"
            + " | bad-framing @0 a chunk whose size is no hexadecimal number",
        "http1 | PUT / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\n10\\r\\n"
            + " | too-large @0 a body above the limit of 20 bytes",
      })
  void aWrongFrameSaysWhatIsWrong(String framing, String stream, String report) {
    assertEquals(report, decode(framing, SMALL, stream).get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "json:key=k | \\0\\11{\"k\": 20}12345678901234567890 | frame @0 +31 12345678901234567890",
        "json:key=k | \\0\\10{\"k\": 0} | `frame @0 +10 `",
        "u16be | \\0\\0 | `frame @0 +2 `",
        "u16be | \\0\\02412345678901234567890 | frame @0 +22 12345678901234567890",
        "length:width=1,header=4 | \\3abc | `frame @0 +4 `",
        "length:width=1,counts=frame | \\1 | `frame @0 +1 `",
        "lines | 12345678901234567890\\n | frame @0 +21 12345678901234567890",
        "lines | \\r\\n | `frame @0 +2 `",
        "lines | \\n | `frame @0 +1 `",
        "http1 | PUT / HTTP/1.1\\nContent-Length: 20\\n\\n12345678901234567890"
            + " | frame @0 +55 12345678901234567890",
        "http1 | PUT / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\n2\\nab\\r\\n0\\n\\n"
            + " | frame @0 +52 2\\nab\\r\\n0\\n\\n",
      })
  void aFrameAtTheLimitIsAFrame(String framing, String stream, String frame) {
    assertEquals(List.of(frame.translateEscapes()), decode(framing, SMALL, stream));
  }

  @Test
  void anHttpHeadAtTheLimitIsTakenAndOneByteMoreIsNot() {
    String head = "GET / HTTP/1.1\\nA: " + "a".repeat(100 - 15 - 3 - 2);
    assertEquals(List.of("frame @0 +100 "), decode("http1", SMALL, head + "\\n\\n"));
    assertEquals(
        List.of("too-large @0 a head of more than 100 bytes"),
        decode("http1", SMALL, head + "a\\n\\n"));
    assertEquals(List.of(), decode("http1", SMALL, head + "aa"));
    assertEquals(
        List.of("too-large @0 a head of more than 100 bytes"),
        decode("http1", SMALL, head + "aaa"));
  }

  private static List<String> decodeToEnd(String framing, String... pieces) {
    FrameDecoder decoder = new FrameDecoder(Framings.parse(framing), SMALL, Start.AT_FRAME);
    List<String> answers = new ArrayList<>();
    for (String piece : pieces) {
      decoder.feed(ByteBuffer.wrap(bytes(piece)));
      FrameDecoderTest.drain(decoder, answers);
    }
    decoder.endOfStream();
    FrameDecoderTest.drain(decoder, answers);
    return answers;
  }

  /** The head has 17 bytes, the limit of a body is 20. */
  @Test
  void aBodyThatEndsWithTheConnectionHasTheLimitOfAllBodies() {
    String head = "HTTP/1.1 200 OK\\n\\n";
    String body = "12345678901234567890";
    assertEquals(List.of("frame @0 +37 " + body), decodeToEnd("http1", head + body));
    assertEquals(List.of("frame @0 +37 " + body), decodeToEnd("http1", head, body));
    assertEquals(
        List.of("frame @0 +37 " + body), decodeToEnd("http1", head, body.substring(0, 19), "0"));
    assertEquals(List.of("frame @0 +17 "), decodeToEnd("http1", head));
    assertEquals(
        List.of("frame @0 +17 ", "frame @17 +37 " + body),
        decodeToEnd("http1", "HTTP/1.1 204 OK\\n\\n" + head + body));
    String tooLarge = "too-large @0 a body above the limit of 20 bytes";
    assertEquals(List.of(tooLarge), decodeToEnd("http1", head + body + "!"));
    assertEquals(List.of(tooLarge), decodeToEnd("http1", head, body, "!"));
  }

  @Test
  void behindABadHeadTheNextMessageIsRead() {
    String get = "GET / HTTP/1.1\\n\\n";
    assertEquals(
        List.of(
            "frame @0 +16 ",
            "bad-framing @16 a field line of the head has no colon",
            "frame @34 +16 "),
        decode("http1", SMALL, get + "GET / HTTP/1.1\\nA\\n\\n" + get));
  }

  @Test
  void behindABodyThatIsTooLargeTheNextHeadIsLookedFor() {
    String head = "HTTP/1.1 200 OK\\n\\n";
    assertEquals(
        List.of("too-large @0 a body above the limit of 20 bytes", "frame @38 +16 "),
        decodeToEnd("http1", head + "123456789012345678901", "GET / HTTP/1.1\\n\\n"));
  }

  private static final String CHUNKED = "PUT / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\n";

  /** The last chunk and a trailer of this many bytes with its empty line; the head has 43. */
  private static String trailer(int bytes) {
    return "0\\nA: 1\\nB: " + "b".repeat(bytes - 10) + "\\n\\n";
  }

  @Test
  void aTrailerHasTheLimitOfAHeadHoweverItComes() {
    String whole = CHUNKED + trailer(100);
    assertEquals("frame @0 +145", decode("http1", SMALL, whole).get(0).substring(0, 13));
    List<String> tooLarge = List.of("too-large @0 a trailer of more than 100 bytes");
    assertEquals(tooLarge, decodeToEnd("http1", CHUNKED + trailer(101)));
    assertEquals(tooLarge, decodeToEnd("http1", CHUNKED, "0\\nA: ", "a".repeat(90), "b".repeat(8)));
    assertEquals(List.of(), decode("http1", SMALL, CHUNKED, "0\\nA: ", "a".repeat(97)));
  }

  @Test
  void whatFollowsAChunksSizeHasTheLimitOfAHeadHoweverItComes() {
    String extended = CHUNKED + "1;" + "x".repeat(97);
    assertEquals(1, decode("http1", SMALL, extended.replace("1;", "0;") + "\\n\\n").size());
    assertEquals(List.of(), decode("http1", SMALL, extended + "x"));
    List<String> tooLarge = List.of("too-large @0 a chunk's first line of more than 100 bytes");
    assertEquals(tooLarge, decodeToEnd("http1", extended, "x", "x"));
    assertEquals(tooLarge, decodeToEnd("http1", extended + "x\\na\\n0\\n\\n"));
  }

  /** Of 20 bytes with its size and its line ends, and of one more. */
  @Test
  void chunksHaveTheLimitOfAllBodies() {
    String end = "\\r\\n0\\r\\n\\r\\n";
    assertEquals(
        List.of("frame @0 +68 f\r\n" + "x".repeat(15) + "\r\n0\r\n\r\n"),
        decode("http1", SMALL, CHUNKED + "f\\r\\n" + "x".repeat(15) + end));
    assertEquals(
        "too-large @0 a body above the limit of 20 bytes",
        decode("http1", SMALL, CHUNKED + "10\\n" + "x".repeat(16) + end).get(0));
  }

  @Test
  void afterAWrongChunkTheBytesBehindItAreLookedThroughForTheNextHead() {
    String wrong = "PUT / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\n1\\na\\r\\nxyz\\n";
    List<String> answers = decode("http1", SMALL, wrong + "GET / HTTP/1.1\\n\\n");
    assertEquals(2, answers.size(), answers.toString());
    assertEquals("frame @%d +16 ".formatted(bytes(wrong).length), answers.get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "length:x | 'x' in a framing is no KEY=VALUE",
        "length:=4 | '=4' in a framing is no KEY=VALUE",
        "length:width=4, | '' in a framing is no KEY=VALUE",
        "length:width=x | width is a number, not 'x'",
        "length:offset=123456 | offset is a number, not '123456'",
        "length:offset=4097 | offset is 0 to 4096, not 4097",
        "length:magic=caf | magic is hexadecimal bytes, not 'caf'",
        "length:offset=1,magic=cafe | magic is longer than offset; it stands before the length",
        "length:width=varint,header=9 | header=9 ends before the length does",
        "length:offset=2,width=2,header=3 | header=3 ends before the length does",
        "json:width=varint | a JSON header needs a length of fixed width",
        "http1:content=json | a framing of kind http1 has no 'content'",
        "app:x=1 | a framing of kind app has no 'x'",
      })
  void aDescriptionThatIsNoneSaysWhy(String description, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Framings.parse(description))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app", "lines", "u16be", "u32be", "u32le", "varint", "http1", "length", "json"})
  void aFramingHasTheNameThatItIsParsedFromInAnyCase(String name) {
    assertEquals(name, Framings.parse(name).name());
    assertEquals(
        name.startsWith("u") || name.equals("varint") ? name.toUpperCase(Locale.ROOT) : name,
        Framings.parse(name.toUpperCase(Locale.ROOT)).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "u16be | length:width=2 | true",
        "u32be | length | true",
        "u32be | length:width=4,order=big,offset=0,header=0,counts=rest,content=auto | true",
        "varint | length:width=varint | true",
        "u16be | u32be | false",
        "u32be | u32le | false",
        "length | length:counts=frame | false",
        "length | length:header=8 | false",
        "length | length:content=text | false",
        "length:offset=1 | length:offset=1,magic=00 | false",
        "length:offset=1 | length:offset=2 | false",
        "u16be | lines | false",
      })
  void framingsByLengthAreEqualWhenTheyCutAlike(String one, String other, boolean equal) {
    assertEquals(equal, Framings.parse(one).equals(Framings.parse(other)));
    if (equal) {
      assertEquals(Framings.parse(one).hashCode(), Framings.parse(other).hashCode());
    }
  }
}
