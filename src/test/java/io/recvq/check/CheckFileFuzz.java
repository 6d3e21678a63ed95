package io.recvq.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.document.DocumentException;
import java.util.Map;

/** Any text as a check file: a plan, or a reason with its place. */
public final class CheckFileFuzz {
  private CheckFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    try {
      CheckPlan plan = CheckReader.read(new String(data, UTF_8), "input.yaml", Map.of("v", "1"));
      assertTrue(!plan.checks().isEmpty());
    } catch (DocumentException e) {
      assertTrue(e.getMessage().startsWith("input.yaml:"), e.getMessage());
    }
  }
}
