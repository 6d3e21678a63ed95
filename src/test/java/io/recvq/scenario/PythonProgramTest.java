package io.recvq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.scenario.ScenarioReader.Fault;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each scenario's program, run by python3, meets what the scenario meets. */
class PythonProgramTest {
  private static final List<String> ONLY_WITH_A_NETWORK_OF_ITS_OWN =
      List.of("connect-timeout", "dead-peer", "ports-exhausted");

  private static Optional<String> program(String name) {
    return PythonProgram.of(Catalogue.load(name, Fault.IN), "1.2.3");
  }

  @Test
  void everyScenarioThatNeedsNoNetworkOfItsOwnHasAProgram() {
    List<String> without =
        Catalogue.names().stream().filter(name -> program(name).isEmpty()).sorted().toList();
    assertEquals(ONLY_WITH_A_NETWORK_OF_ITS_OWN, without);
  }

  @Test
  void anEndMayHaveANameThatPythonNeeds() {
    assertEquals("socket_end", PythonProgram.name("socket"));
    assertEquals("fill_end", PythonProgram.name("fill"));
    assertEquals("slow_client", PythonProgram.name("slow-client"));
  }

  @TestFactory
  @Tag("once")
  Stream<DynamicTest> theProgramMeetsTheSame(@TempDir Path folder) {
    Needs.program("python3");
    return Catalogue.names().stream()
        .filter(name -> program(name).isPresent())
        .map(name -> DynamicTest.dynamicTest(name, () -> meetsTheSame(folder, name)));
  }

  private static void meetsTheSame(Path folder, String name) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".py"), program(name).orElseThrow());
    Program.Result result =
        Program.run(
            Map.of(), "", List.of("python3", "-I", "-W", "error::SyntaxWarning", file.toString()));
    assertEquals(0, result.status(), result.toString());
    assertTrue(result.out().endsWith("\nreproduced\n"), result.out());
    assertEquals("", result.err());
  }

  @Test
  @Tag("once")
  void withoutTheFaultTheProgramSaysThatItIsNotReproduced(@TempDir Path folder) throws Exception {
    Needs.program("python3");
    String program =
        PythonProgram.of(Catalogue.load("reset-unread", Fault.OUT), "1.2.3").orElseThrow();
    Path file = Files.writeString(folder.resolve("control.py"), program);
    Program.Result result = Program.run(Map.of(), "", List.of("python3", file.toString()));
    assertEquals(1, result.status(), result.toString());
    assertEquals("not reproduced: ECONNRESET was expected\n", result.err());
  }
}
