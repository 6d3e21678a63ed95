package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.testing.Needs;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameEncoderTest {
  private static final String DOCUMENTED =
      "{\"byteorder\": \"little\", \"content-type\": \"text/json\", "
          + "\"content-encoding\": \"utf-8\", \"content-length\": 41}"
          + "{\"action\": \"search\", \"value\": \"morpheus\"}";

  @Test
  void theDocumentedRequestComesOutByteForByte() {
    byte[] frame =
        AppAnswers.request(new FrameEncoder(ByteOrder.LITTLE_ENDIAN), "search", "morpheus");
    assertEquals(0x67, frame[1]);
    assertEquals(DOCUMENTED, new String(frame, 2, frame.length - 2, UTF_8));
    assertEquals(
        0x64, AppAnswers.request(new FrameEncoder(ByteOrder.BIG_ENDIAN), "search", "morpheus")[1]);
  }

  @Test
  void aHeaderLongerThanItsLengthCanTellIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> FrameEncoder.frame(new byte[65536], new byte[0]));
    assertEquals(2 + 65535, FrameEncoder.frame(new byte[65535], new byte[0]).length);
  }

  @ParameterizedTest
  @CsvSource({
    "1e16, 1e+16",
    "1e15, 1000000000000000.0",
    "123456789012345680, 1.2345678901234568e+17",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "2, 2.0",
    "-0.0, -0.0",
    "1.15292150460684698E18, 1.152921504606847e+18",
    "4.9E-324, 5e-324",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "9007199254740993, 9007199254740992.0",
    "2E-3, 0.002",
  })
  void doublesAreWrittenAsPythonsRepr(double value, String expected) {
    assertEquals(expected, PythonJson.number(value));
  }

  @Test
  void randomValuesAreWrittenAsPythonWritesThem(@TempDir Path dir) throws Exception {
    Needs.program("python3");
    Random random = new Random(20260103);
    List<byte[]> lines = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      String json = PythonJson.write(value(random, 3));
      all.append(json).append('\n');
      lines.add(json.getBytes(UTF_8));
    }
    Path file = dir.resolve("values");
    Files.writeString(file, all);
    List<byte[]> python = python(file);
    assertEquals(lines.size(), python.size());
    for (int i = 0; i < lines.size(); i++) {
      assertArrayEquals(python.get(i), lines.get(i), "line " + i);
    }
  }

  /** Each line read and written again by Python. */
  private static List<byte[]> python(Path file) throws IOException, InterruptedException {
    String program =
        """
        import sys, json
        for line in open(sys.argv[1], encoding='utf-8', newline='\\n'):
            out = json.dumps(json.loads(line), ensure_ascii=False) + '\\n'
            sys.stdout.buffer.write(out.encode('utf-8'))
        """;
    Process process =
        new ProcessBuilder("python3", "-c", program, file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    process.waitFor(60, TimeUnit.SECONDS);
    assertEquals(0, process.exitValue());
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < output.length; i++) {
      if (output[i] == '\n') {
        lines.add(Arrays.copyOfRange(output, from, i));
        from = i + 1;
      }
    }
    return lines;
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> new BigInteger(200, random);
      case 4 -> finite(random);
      case 5 -> random.nextInt(100_000) / 1000.0;
      case 6 -> string(random);
      case 7 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(string(random), value(random, depth - 1));
        }
        yield map;
      }
    };
  }

  private static double finite(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 1.5;
  }

  private static String string(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int kind = random.nextInt(5);
      text.appendCodePoint(
          kind == 0
              ? random.nextInt(0x20)
              : kind == 1
                  ? 0x1f300 + random.nextInt(256)
                  : kind == 2 ? 0x7f + random.nextInt(0x3000) : 0x20 + random.nextInt(0x5f));
    }
    return text.toString();
  }
}
