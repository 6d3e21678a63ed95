package io.recvq.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Any text as an effect, as options and the lines of an effects file have them. */
public final class EffectFuzz {
  private EffectFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    EffectSpec spec;
    try {
      spec = EffectSpec.parse(new String(data, UTF_8));
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
      return;
    }
    assertEquals(spec, EffectSpec.parse(spec.toString()));
  }
}
