package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameDecoder.Start;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingsTest {
  /** A framing, a stream (each char a byte), and the contents of its frames. */
  record Sample(String framing, String stream, List<String> contents) {
    byte[] bytes() {
      return stream.getBytes(ISO_8859_1);
    }
  }

  static Stream<Sample> samples() {
    String json = "{\"k\": 3}";
    return Stream.of(
        new Sample(
            "lines",
            "one\r\n\ntwo\n{\"a\":1}\nlast",
            List.of("one", "", "two", "{\"a\":1}", "last")),
        new Sample("u16be", "\0\3abc\0\0\0\1d", List.of("abc", "", "d")),
        new Sample("u32be", "\0\0\0\3abc\0\0\0\1d", List.of("abc", "d")),
        new Sample("u32le", "\3\0\0\0abc\1\0\0\0d", List.of("abc", "d")),
        new Sample("varint", "\3abc\u0081\0d\0", List.of("abc", "d", "")),
        new Sample("length:width=1,offset=1,counts=frame", "x\5abcy\3d", List.of("abc", "d")),
        new Sample("length:width=2,order=little,header=4", "\5\0HHabc\3\0HHd", List.of("abc", "d")),
        new Sample(
            "length:width=1,offset=2,counts=content,header=4,magic=cafe",
            "\u00ca\u00fe\3Habc\u00ca\u00fe\1Hd",
            List.of("abc", "d")),
        new Sample(
            "json:width=1,key=k",
            "\u0008" + json + "abc\u0008" + json + "def",
            List.of("abc", "def")),
        new Sample(
            "http1",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"
                + "PUT /y HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\n\r\n"
                + "HTTP/1.0 200 OK\r\n\r\nuntil the end",
            List.of("", "hello", "3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n", "", "until the end")));
  }

  private static List<String> decode(String framing, Start start, byte[]... pieces) {
    FrameDecoder decoder = new FrameDecoder(Framings.parse(framing), FrameLimits.DEFAULT, start);
    List<String> answers = new ArrayList<>();
    for (byte[] piece : pieces) {
      decoder.feed(ByteBuffer.wrap(piece));
      FrameDecoderTest.drain(decoder, answers);
    }
    decoder.endOfStream();
    FrameDecoderTest.drain(decoder, answers);
    return answers;
  }

  private static List<String> contents(List<String> answers) {
    return answers.stream().map(a -> a.replaceFirst("(?s)^frame @\\d+ \\+\\d+ ", "")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void framesAreTheSameHoweverTheStreamIsCut(Sample sample) {
    byte[] stream = sample.bytes();
    List<String> whole = decode(sample.framing, Start.AT_FRAME, stream);
    assertEquals(sample.contents, contents(whole));
    byte[][] single = new byte[stream.length][];
    for (int i = 0; i < stream.length; i++) {
      single[i] = new byte[] {stream[i]};
      byte[] head = Arrays.copyOf(stream, i);
      byte[] tail = Arrays.copyOfRange(stream, i, stream.length);
      assertEquals(whole, decode(sample.framing, Start.AT_FRAME, head, tail), "cut at " + i);
    }
    assertEquals(whole, decode(sample.framing, Start.AT_FRAME, single));
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Tag("random")
  void damagedStreamsGiveTheSameAnswersHoweverTheyAreCut(Sample sample) {
    Framing framing = Framings.parse(sample.framing);
    byte[] sound = FrameDecoderTest.join(sample.bytes(), sample.bytes(), sample.bytes());
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int[] stream = NaiveAppDecoder.stream(sound);
      for (int damages = random.nextInt(4); damages > 0; damages--) {
        stream[random.nextInt(stream.length)] = random.nextInt(256);
      }
      if (random.nextBoolean()) {
        int from = random.nextInt(stream.length);
        int to = Math.min(stream.length, from + 1 + random.nextInt(20));
        Arrays.fill(stream, from, to, NaiveAppDecoder.MISSING);
      }
      Start[] starts = Start.values();
      FrameDecoderFuzz.compare(framing, starts[random.nextInt(starts.length)], stream, random);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aStreamIsRecognisedByItsFirstFrame(Sample sample) {
    assertEquals(
        sample.contents, contents(decode(sample.framing, Start.IF_PLAUSIBLE, sample.bytes())));
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Tag("random")
  void randomBytesNeverEndInAnException(Sample sample) {
    Random random = new Random(20260104);
    for (int round = 0; round < 2000; round++) {
      byte[] stream = sample.bytes();
      for (int i = random.nextInt(8); i > 0; i--) {
        stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
      }
      int cut = random.nextInt(stream.length);
      Start start = List.of(Start.AT_FRAME, Start.ANYWHERE, Start.IF_PLAUSIBLE).get(round % 3);
      byte[] head = Arrays.copyOf(stream, cut);
      byte[] tail = Arrays.copyOfRange(stream, cut, stream.length);
      long covered = decode(sample.framing, start, head, tail).size();
      assertTrue(covered <= stream.length);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lines | abcXX | XX\\nnext\\n | next",
        "length:width=1,offset=1,magic=ca | \u00ca\\5ab | x\u00ca\\1d | d",
        "u16be | \\0\\5ab | \\0\\1d\\0\\2ef | d ef",
      })
  void afterAGapTheNextFrameIsFound(String framing, String before, String after, String found) {
    FrameDecoder decoder =
        new FrameDecoder(Framings.parse(framing), FrameLimits.DEFAULT, Start.AT_FRAME);
    List<String> answers = new ArrayList<>();
    decoder.feed(ByteBuffer.wrap(unescape(before)));
    FrameDecoderTest.drain(decoder, answers);
    decoder.gap(1000);
    FrameDecoderTest.drain(decoder, answers);
    decoder.feed(ByteBuffer.wrap(unescape(after)));
    FrameDecoderTest.drain(decoder, answers);
    assertTrue(answers.get(0).startsWith("gap @0"), answers.toString());
    assertEquals(found, String.join(" ", contents(answers.subList(1, answers.size()))));
  }

  private static byte[] unescape(String text) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        char code = text.charAt(++i);
        bytes.append(code == 'n' ? '\n' : (char) (code - '0'));
      } else {
        bytes.append(c);
      }
    }
    return bytes.toString().getBytes(ISO_8859_1);
  }

  @Test
  void headersAreToldAsJson() {
    FrameDecoder decoder =
        new FrameDecoder(Framings.parse("http1"), FrameLimits.DEFAULT, Start.AT_FRAME);
    decoder.feed(
        ByteBuffer.wrap(
            "GET /a?b HTTP/1.1\r\nHost: h\r\nX: 1\r\nX: 2\r\n\r\n".getBytes(ISO_8859_1)));
    Frame frame = assertInstanceOf(Frame.class, decoder.next());
    assertEquals(
        "{\"method\": \"GET\", \"target\": \"/a?b\", \"version\": \"HTTP/1.1\","
            + " \"host\": \"h\", \"x\": \"1, 2\"}",
        frame.headerJson());
  }

  @Test
  void contentIsTakenForWhatItIs() {
    FrameDecoder decoder =
        new FrameDecoder(Framings.parse("u16be"), FrameLimits.DEFAULT, Start.AT_FRAME);
    decoder.feed(ByteBuffer.wrap("\0\2[]\0\2hi\0\2\0\u00ff".getBytes(ISO_8859_1)));
    assertTrue(((Frame) decoder.next()).isJson());
    assertTrue(((Frame) decoder.next()).isText());
    Frame bytes = (Frame) decoder.next();
    assertFalse(bytes.isJson() || bytes.isText());
    assertEquals("{\"length\": 2}", bytes.headerJson());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | no framing 'nothing'",
        "length:width=5 | width is 1, 2, 3, 4 or 8, not 5",
        "length:width=0 | width is 1, 2, 3, 4, 8 or varint, not '0'",
        "length:colour=red | a framing of kind length has no 'colour'",
        "length:counts=all | counts is rest, frame or content, not 'all'",
        "length:header=2 | header=2 ends before the length does",
        "length:magic=xyz | magic is hexadecimal bytes, not 'xyz'",
        "lines:content=song | content is auto, json, text or bytes, not 'song'",
        "json:order=middle | order is big or little, not 'middle'",
      })
  void aWrongDescriptionSaysWhatIsWrong(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Framings.parse(text));
    assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
  }

  @Test
  void afterAGapAnHttpHeadThatComesInPiecesIsFoundEvenWhenNothingFollowsIt() {
    FrameDecoder decoder =
        new FrameDecoder(Framings.parse("http1"), FrameLimits.DEFAULT, Start.ANYWHERE);
    String head = "HTTP/1.1 204 No Content\r\nServer: a\r\n\r\n";
    for (String piece : List.of(head.substring(0, 25), head.substring(25))) {
      decoder.feed(ByteBuffer.wrap(piece.getBytes(ISO_8859_1)));
      assertInstanceOf(Decoded.NeedMore.class, decoder.next());
    }
    decoder.endOfStream();
    assertInstanceOf(Frame.class, decoder.next());
  }

  /** The object is whole already when the space that belongs to the header is still to come. */
  @ParameterizedTest
  @ValueSource(strings = {"app", "json:width=2,key=content-length"})
  void afterAGapAHeaderThatEndsInASpaceIsFoundWhereverItIsCut(String framing) {
    String json =
        "{\"byteorder\":\"little\",\"content-type\":\"text/json\","
            + "\"content-encoding\":\"utf-8\",\"content-length\":2} ";
    String frame = "\0" + (char) json.length() + json + "{}";
    for (int at = 1; at < frame.length(); at++) {
      FrameDecoder decoder =
          new FrameDecoder(Framings.parse(framing), FrameLimits.DEFAULT, Start.ANYWHERE);
      List<String> answers = new ArrayList<>();
      for (String piece : List.of(frame.substring(0, at), frame.substring(at))) {
        decoder.feed(ByteBuffer.wrap(piece.getBytes(ISO_8859_1)));
        FrameDecoderTest.drain(decoder, answers);
      }
      assertEquals("{}", String.join(" ", contents(answers)), "cut at " + at);
    }
  }

  @Test
  void anHttpHeadAboveTheLimitIsTooLargeAlsoWhenItComesWhole() {
    FrameDecoder decoder =
        new FrameDecoder(Framings.parse("http1"), new FrameLimits(100, 100), Start.AT_FRAME);
    String head = "GET / HTTP/1.1\r\nCookie: " + "a".repeat(100) + "\r\n\r\n";
    decoder.feed(ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
    Malformed malformed = assertInstanceOf(Malformed.class, decoder.next());
    assertEquals(Malformed.Reason.TOO_LARGE, malformed.reason());
  }
}
