package io.recvq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.document.DocumentException;
import io.recvq.scenario.ScenarioReader.Fault;
import io.recvq.scenario.ScenarioStep.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scenario file may say, and where it is wrong. */
class ScenarioReaderTest {
  private static final String HEAD =
      """
      scenario: mine
      title: something
      symptom: EAGAIN
      ends:
        server: {listens: 127.0.0.1}
        client: {connects: server, send-buffer: 4k, fault: send-buffer}
      steps:
      """;

  private static Scenario read(String steps, Fault fault) throws DocumentException {
    return ScenarioReader.read(HEAD + steps.indent(2), "mine.yaml", fault);
  }

  private static String problem(String text) {
    return String.valueOf(
        assertThrows(
                DocumentException.class, () -> ScenarioReader.read(text, "mine.yaml", Fault.IN))
            .getMessage());
  }

  private static String problemOfStep(String steps) {
    return problem(HEAD + steps.indent(2));
  }

  @Test
  void anUnknownKeyIsAnErrorWithItsPlaceAndTheNearestKey() {
    assertEquals(
        "mine.yaml:1:1: unknown key 'scenaro' in a scenario; did you mean 'scenario'?",
        problem("scenaro: mine\n"));
    assertEquals(
        "mine.yaml:9:5: unknown key 'expct' in a step; did you mean 'expect'?",
        problemOfStep("- client: read\n  expct: eof"));
  }

  @Test
  void aWrongWordIsAnErrorWithItsPlace() {
    assertEquals(
        "mine.yaml:8:13: there is no call 'raed'; there are listen, accept, connect, write, read,"
            + " read-frame, shutdown, close, stop, returns, resolve, vanish",
        problemOfStep("- client: raed"));
    assertTrue(problemOfStep("- client: read\n  expect: EGAIN").startsWith("mine.yaml:9:13: "));
    assertEquals("mine.yaml:8:13: 'client' cannot accept", problemOfStep("- client: accept"));
    assertTrue(problemOfStep("- nobody: read").contains("unknown key 'nobody' in a step"));
    assertEquals(
        "mine.yaml:8:11: 'recvq' is none of state, timer, sockets, recv-q, send-q, not-sent,"
            + " retransmissions, rtt-ms, busy-ms, rwnd-limited-ms, sndbuf-limited-ms, peer-window,"
            + " accept-queue",
        problemOfStep("- wait: client recvq > 0"));
    assertEquals(
        "mine.yaml:8:11: a state can only be =",
        problemOfStep("- wait: client state > CLOSE_WAIT"));
  }

  @Test
  void theHostsSettingsAreNotChanged() {
    assertEquals(
        "mine.yaml:5:3: 'settings' need 'network: own'; a host's are not changed",
        problem(
            """
            scenario: mine
            title: x
            symptom: y
            settings:
              net.ipv4.tcp_tw_reuse: 0
            ends:
              a: {listens: 127.0.0.1}
            steps:
              - a: listen
            """));
  }

  @Test
  void aFaultMustBeThere() {
    assertEquals(
        "mine.yaml:9:12: 'fault' is true, or names keys beside it; 'bytes' is not there",
        problemOfStep("- client: write\n  fault: bytes"));
  }

  @Test
  void withoutTheFaultItsStepIsLeftOutItsKeyTooAndItsValueIsTheSoundOne() throws Exception {
    String steps =
        """
        - client: write
          bytes: 10
          fault: {bytes: 20}
        - client: close
          fault: true
        - client: read
          expect: anything
        """;
    Scenario with = read(steps, Fault.IN);
    Scenario without = read(steps, Fault.OUT);
    assertEquals(List.of(8, 11, 13), with.steps().stream().map(ScenarioStep::line).toList());
    assertEquals(List.of(8, 13), without.steps().stream().map(ScenarioStep::line).toList());
    assertEquals(10, ((Call) with.steps().get(0)).payload().sizeBytes());
    assertEquals(20, ((Call) without.steps().get(0)).payload().sizeBytes());
    assertEquals(4096, with.ends().get(1).options().sendBufferBytes().orElseThrow());
    assertTrue(without.ends().get(1).options().sendBufferBytes().isEmpty());
  }

  @Test
  void aFrameIsThatOfTheReferenceProgramsAndIsCutInsideItsParts() throws Exception {
    String frame =
        "- client: write\n  frame: '{\"action\": \"search\", \"value\": \"morpheus\"}'\n";
    assertEquals(146, sizeOf(frame));
    assertEquals(1, sizeOf(frame + "  up-to: length"));
    assertEquals(2 + 103 / 2, sizeOf(frame + "  up-to: header"));
    assertEquals(146 - (105 + 146) / 2, sizeOf(frame + "  from: content"));
    Call swapped = (Call) read(frame + "  length-order: little", Fault.IN).steps().get(0);
    assertEquals(103, swapped.payload().bytes().get(0));
  }

  private static long sizeOf(String step) throws DocumentException {
    return ((Call) read(step, Fault.IN).steps().get(0)).payload().sizeBytes();
  }
}
