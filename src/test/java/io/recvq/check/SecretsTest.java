package io.recvq.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.document.DocumentException;
import io.recvq.testing.ClosedPort;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What SECURITY.md promises of values that a check file calls secret. */
class SecretsTest {
  private static final String HEAD =
      "variables: {token: hunter2, short: hunter}\nsecrets: [token, short]\nchecks:\n";

  private final ClosedPort closed = new ClosedPort();

  @AfterEach
  void letThePortGo() throws IOException {
    closed.close();
  }

  private static List<CheckResult> run(String checks, Map<String, String> set) throws Exception {
    CheckPlan plan = CheckReader.read(HEAD + checks, "checks.yaml", set);
    return new CheckRunner(1, result -> {})
        .run(plan.checks(), System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
  }

  @Test
  void theyAreHiddenInNamesTargetsAndMessagesAndUsedInTheCheck() throws Exception {
    String checks =
        "  - {kind: http, target: 'http://"
            + closed
            + "/?t=${token}', name: 'asks with ${token} and ${short}'}\n"
            + "  - {kind: capture, target: '/none/${token}'}\n"
            + "  - {kind: bytes, target: '"
            + closed
            + "', steps: [{send: '${token}'}]}\n";
    List<CheckResult> results = run(checks, Map.of());
    assertEquals("asks with *** and ***", results.get(0).spec().name());
    assertEquals("http://" + closed + "/?t=***", results.get(0).spec().target());
    assertEquals(CheckStatus.ERROR, results.get(1).status());
    assertTrue(results.get(1).message().contains("/none/***"), results.get(1).message());
    for (CheckResult result : results) {
      assertFalse(result.toString().contains("hunter"), result.toString());
    }
  }

  @Test
  void aValueOfTheCommandLineIsHiddenLikeOneOfTheFile() throws Exception {
    CheckResult result =
        run("  - {kind: capture, target: '/none/${token}'}\n", Map.of("token", "s3cret")).get(0);
    assertFalse(result.toString().contains("s3cret"), result.toString());
  }

  @Test
  void aMessageAboutTheFileHidesThemToo() {
    String problem =
        assertThrows(
                DocumentException.class,
                () -> run("  - {kind: tcp, target: '1', timeout: '${token}'}\n", Map.of()))
            .getMessage();
    assertEquals(
        "checks.yaml:4:39: 'timeout' must be a duration such as 300ms, 2s, 1m or 1h, not '***'",
        problem);
  }

  @Test
  void aSecretMustBeAVariable() {
    String problem =
        assertThrows(
                DocumentException.class,
                () -> CheckReader.read("secrets: x\nchecks: []\n", "checks.yaml", Map.of()))
            .getMessage();
    assertEquals(
        "checks.yaml:1:10: no variable 'x'; define it under variables or by --set", problem);
  }
}
