package io.recvq.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.Framings;
import java.util.List;

/** Any text as a condition of {@code --where} and as a framing; what is understood can be asked. */
public final class WhereFuzz {
  private WhereFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, UTF_8);
    attempt(
        () -> {
          Where where = Where.parse(text);
          where.isAboutStreams();
          where.test(field -> List.of());
          where.test(field -> List.of("1", field, "2026-01-01T00:00:00Z"));
        });
    attempt(() -> assertTrue(!Framings.parse(text).name().isEmpty()));
  }

  private static void attempt(Runnable parser) {
    try {
      parser.run();
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
    }
  }
}
