package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.recvq.protocol.AppAnswers.Answer;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppAnswersTest {
  private static final FrameEncoder ENCODER = FrameEncoder.NATIVE;

  private static Frame decode(ByteBuffer bytes) {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    decoder.feed(bytes);
    return (Frame) decoder.next();
  }

  private static Answer answer(byte[] request) {
    return AppAnswers.answer(ENCODER, decode(ByteBuffer.wrap(request)));
  }

  private static String content(byte[] request) {
    return decode(((Answer.Reply) answer(request)).frame()).contentText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "morpheus | Follow the white rabbit. \ud83d\udc30",
        "ring | In the caves beneath the Misty Mountains. \ud83d\udc8d",
        "\ud83d\udc36 | \ud83d\udc3e Playing ball! \ud83c\udfd0",
        "nothing | No match for 'nothing'.",
      })
  void aSearchIsAnsweredAsTheReferenceServerDoes(String value, String result) {
    assertEquals(
        "{\"result\": \"" + result + "\"}", content(AppAnswers.request(ENCODER, "search", value)));
  }

  @Test
  void anotherActionInJsonIsAnError() {
    assertEquals(
        "{\"result\": \"Error: invalid action 'dance'.\"}",
        content(ENCODER.json("{\"action\": \"dance\"}", UTF_8, "utf-8")));
    assertEquals(
        "{\"result\": \"Error: invalid action 'None'.\"}",
        content(ENCODER.json("{}", UTF_8, "utf-8")));
  }

  @Test
  void binaryIsAnsweredWithItsFirstTenBytes() {
    assertEquals(
        "First 10 bytes of request: binary\ud83d\ude03",
        content(AppAnswers.request(ENCODER, "binary", "\ud83d\ude03")));
    assertEquals(
        "First 10 bytes of request: abcdefghij",
        content(AppAnswers.request(ENCODER, "abcdef", "ghijklmnop")));
  }

  @Test
  void aValueThatIsNoObjectIsRefused() {
    Answer.Refused refused =
        assertInstanceOf(
            Answer.Refused.class, answer(ENCODER.json("[\"search\"]", UTF_8, "utf-8")));
    assertEquals(Malformed.Reason.BAD_CONTENT, refused.why().reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | True",
        "false | False",
        "null | None",
        "12 | 12",
        "[1] | [1]",
      })
  void aValueThatIsNoStringIsNamedAsPythonNamesIt(String value, String named) {
    assertEquals(
        "{\"result\": \"No match for '" + named + "'.\"}",
        content(
            ENCODER.json("{\"action\": \"search\", \"value\": " + value + "}", UTF_8, "utf-8")));
  }

  @Test
  void theResultOfAResponseIsItsText() {
    assertEquals(
        Optional.of("found"), result(ENCODER.json("{\"result\": \"found\"}", UTF_8, "utf-8")));
    assertEquals(Optional.empty(), result(ENCODER.json("{\"result\": 1}", UTF_8, "utf-8")));
    assertEquals(Optional.empty(), result(ENCODER.json("{\"r\": \"x\"}", UTF_8, "utf-8")));
    assertEquals(Optional.empty(), result(ENCODER.json("[\"result\"]", UTF_8, "utf-8")));
    byte[] opaque = "{\"result\": \"x\"}".getBytes(UTF_8);
    assertEquals(Optional.empty(), result(ENCODER.encode("a/b", "binary", opaque)));
  }

  private static Optional<String> result(byte[] response) {
    return AppAnswers.result(decode(ByteBuffer.wrap(response)));
  }
}
