package io.recvq.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.capture.CaptureFile;
import io.recvq.flow.FlowLimits;
import io.recvq.net.OperationException;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framing;
import io.recvq.protocol.Framings;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Any bytes as the capture of the whole decoder, in each of its views: text without control
 * characters, JSON that is JSON.
 *
 * <p>The input: the view (one byte), the framing (one byte), the capture.
 */
public final class DecodeFuzz {
  private static final int HEAD_BYTES = 2;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Where WHERE = Where.parse("content ~ a or length > 3 or note");
  private static final Framing[] FRAMINGS = {
    Framings.APP, Framings.parse("lines"), Framings.parse("http1"), Framings.parse("u16be")
  };

  /** Each view on an output. */
  private static final List<Function<TextOut, DecodeView>> VIEWS =
      List.of(
          out -> new FrameText(out, Style.PLAIN),
          out -> new PacketText(out, Style.PLAIN),
          out -> new DecodeJson(new JsonLines(out), false, Optional.empty()),
          out -> new DecodeJson(new JsonLines(out), true, Optional.of("file\u001b[0m")),
          out -> new StreamsView(out, Style.PLAIN, Optional.empty(), Optional.empty(), false),
          out -> new StreamsView(out, Style.PLAIN, Optional.empty(), Optional.empty(), true),
          out -> json(out, false),
          out -> json(out, true),
          out -> new LadderText(out, Style.PLAIN, 80),
          out -> new StatsText(out, Style.PLAIN, 80),
          out -> new FollowText(out, out, Style.PLAIN, 0, FollowText.Form.TEXT),
          out -> new FollowText(out, out, Style.PLAIN, 0, FollowText.Form.HEX),
          out -> new FollowJson(new JsonLines(out), 0, Optional.empty()),
          out -> new WhereView(WHERE, false, new FrameText(out, Style.PLAIN)));

  private static final Set<Integer> JSON_VIEWS = Set.of(2, 3, 6, 7, 12);

  private DecodeFuzz() {}

  private static DecodeView json(TextOut out, boolean findings) {
    JsonLines lines = new JsonLines(out);
    return new StreamsView(out, Style.PLAIN, Optional.of(lines), Optional.empty(), findings);
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length < HEAD_BYTES) {
      return;
    }
    int view = (data[0] & 0xff) % VIEWS.size();
    Framing framing = FRAMINGS[(data[1] & 0xff) % FRAMINGS.length];
    Set<Integer> ports = (data[1] & 0x80) != 0 ? Set.of(7002) : Set.of();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextOut out = new TextOut(bytes, false);
    DecodeRun run =
        new DecodeRun(
            new FrameSettings(framing, new FrameLimits(1000, 2000), ports),
            new FlowLimits(1000, 2000, 4),
            (data[1] & 0x40) != 0,
            VIEWS.get(view).apply(out));
    ByteArrayInputStream in = new ByteArrayInputStream(data, HEAD_BYTES, data.length - HEAD_BYTES);
    try (CaptureFile file = CaptureFile.open(in, "input")) {
      run.run(file, () -> false);
    } catch (OperationException e) {
      requireHarmless(String.valueOf(e.getMessage()));
    }
    out.flush();
    String text = bytes.toString(StandardCharsets.UTF_8);
    requireHarmless(text);
    if (JSON_VIEWS.contains(view)) {
      for (String line : text.lines().toList()) {
        JsonNode object = JSON.readTree(line);
        assertTrue(object.path("type").isTextual(), line);
      }
    }
  }

  private static void requireHarmless(String text) {
    assertEquals(
        -1,
        text.chars().filter(c -> Character.isISOControl(c) && c != '\n').findFirst().orElse(-1),
        text);
  }
}
