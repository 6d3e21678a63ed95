package io.recvq.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.document.DocumentException;
import io.recvq.scenario.ScenarioReader.Fault;

/**
 * Any text as a scenario file: a scenario with and without its fault, or a reason with its place.
 */
public final class ScenarioFileFuzz {
  private ScenarioFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, UTF_8);
    for (Fault fault : Fault.values()) {
      try {
        Scenario scenario = ScenarioReader.read(text, "input.yaml", fault);
        assertTrue(!scenario.name().isEmpty());
        PythonProgram.of(scenario, "1");
      } catch (DocumentException e) {
        assertTrue(e.getMessage().startsWith("input.yaml:"), e.getMessage());
      }
    }
  }
}
