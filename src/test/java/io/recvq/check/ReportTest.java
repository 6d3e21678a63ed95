package io.recvq.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.render.Style;
import io.recvq.testing.Needs;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Report.Run RUN =
      new Report.Run(
          List.of(
              result("web # 1", CheckStatus.PASS, "status 200", 1),
              result("a \"b\" <c> & d\\", CheckStatus.FAIL, "got\n\u001b[31m \u0001 50%", 3),
              result("caf\u00e9 \ud83d\udc36", CheckStatus.ERROR, "no rights", 1),
              result("later", CheckStatus.SKIP, "interrupted", 0)),
          Instant.parse("2026-01-31T12:00:00.25Z"),
          Duration.ofMillis(1500));

  private static CheckResult result(String name, CheckStatus status, String message, int attempts) {
    CheckSpec spec =
        new CheckSpec(
            name,
            "http",
            "http://a/",
            "ci/checks.yaml",
            7,
            Set.of(),
            false,
            Duration.ofSeconds(1),
            0,
            Duration.ZERO,
            deadline -> Outcome.pass(""));
    return new CheckResult(spec, status, message, Duration.ofMillis(12), attempts);
  }

  private static String report(ReportFormat format) {
    return format.report(Style.PLAIN).of(RUN);
  }

  @Test
  void textIsForPeople() {
    assertEquals(
        """
        pass   web # 1: status 200  (12.0 ms)
        FAIL   a "b" <c> & d\\: got\\n\\x1b[31m \\x01 50%  (12.0 ms, attempt 3)
        ERROR  caf\u00e9 \ud83d\udc36: no rights  (12.0 ms)
        skip   later: interrupted

        4 checks in 1.50 s: 1 passed, 1 failed, 1 could not be checked, 1 skipped
        """,
        report(ReportFormat.TEXT));
  }

  @Test
  void oneCheckIsNoChecks() {
    Report.Run one =
        new Report.Run(RUN.results().subList(0, 1), RUN.start(), Duration.ofMillis(12));
    assertEquals(
        """
        pass   web # 1: status 200  (12.0 ms)

        1 check in 12.0 ms: 1 passed, 0 failed, 0 could not be checked, 0 skipped
        """,
        ReportFormat.TEXT.report(Style.PLAIN).of(one));
  }

  @Test
  void junitFitsTheSchemaThatCiServersUse() throws Exception {
    String xml = report(ReportFormat.JUNIT);
    var schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(Objects.requireNonNull(ReportTest.class.getResource("junit.xsd")));
    schema.newValidator().validate(new StreamSource(new StringReader(xml)));
    assertTrue(
        xml.contains("<failure message=\"got&#10;\ufffd[31m \ufffd 50%\" type=\"http\"/>"), xml);
    assertTrue(xml.contains("tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\""), xml);
  }

  @Test
  void tapIsUnderstoodByProve(@TempDir Path folder) throws Exception {
    Needs.program("prove");
    Path file = Files.writeString(folder.resolve("run.tap"), report(ReportFormat.TAP));
    Process prove =
        new ProcessBuilder("prove", "--verbose", file.toString()).redirectErrorStream(true).start();
    String said = new String(prove.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("Failed tests:  2-3"), said);
    assertTrue(said.contains("Tests: 4 Failed: 2"), said);
    assertTrue(!said.contains("Parse errors"), said);
  }

  @Test
  void openMetricsIsStrictlyValid() {
    String text = report(ReportFormat.OPENMETRICS);
    OpenMetricsParser.Document document = OpenMetricsParser.parse(text);
    assertEquals(3, document.samplesOf("recvq_check_up").size());
    assertEquals(4, document.samplesOf("recvq_check_duration_seconds").size());
    OpenMetricsParser.Sample failed = document.samplesOf("recvq_check_up").get(1);
    assertEquals("a \"b\" <c> & d\\", failed.labels().get("name"));
    assertEquals(0.0, failed.value());
    assertEquals(
        1769860800.25, document.samplesOf("recvq_check_last_run_timestamp_seconds").get(0).value());
  }

  @Test
  void openMetricsIsReadByPrometheusOwnParser() throws Exception {
    Needs.pythonModule("prometheus_client");
    String program =
        """
        import sys
        from prometheus_client.openmetrics.parser import text_string_to_metric_families
        for family in text_string_to_metric_families(sys.stdin.buffer.read().decode()):
            print(family.name, family.type, len(family.samples))
        """;
    Process parser =
        new ProcessBuilder(Needs.PYTHON.toString(), "-c", program)
            .redirectErrorStream(true)
            .start();
    try (var input = parser.getOutputStream()) {
      input.write(report(ReportFormat.OPENMETRICS).getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(parser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, parser.waitFor(), said);
    assertTrue(said.contains("recvq_check_up gauge 3"), said);
    assertTrue(said.contains("recvq_check_duration_seconds gauge 4"), said);
  }

  @Test
  void theStrictParserRefusesWhatIsWrong() {
    for (String wrong :
        List.of(
            "",
            "# TYPE a gauge\na 1\n",
            "a 1\n# EOF\n",
            "# TYPE a gauge\na 1\na 1\n# EOF\n",
            "# TYPE a gauge\na{b=\"1} 1\n# EOF\n",
            "# TYPE a gauge\na x\n# EOF\n",
            "# TYPE a gauge\n# TYPE b gauge\nb 1\na 1\n# EOF\n",
            "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n",
            "# TYPE a gauge\na 1\n# EOF\nb 1\n")) {
      assertThrows(IllegalArgumentException.class, () -> OpenMetricsParser.parse(wrong), wrong);
    }
  }

  @Test
  void githubAnnotatesTheLineOfTheFile() {
    assertEquals(
        """
        ::error file=ci/checks.yaml,line=7,title=check failed%3A a "b" <c> & d\\::got%0A\\x1b[31m \\x01 50%25
        ::error file=ci/checks.yaml,line=7,title=check not possible%3A caf\u00e9 \ud83d\udc36::no rights
        ::notice title=recvq check::1 of 4 checks passed
        """,
        report(ReportFormat.GITHUB));
  }

  @Test
  void jsonIsALineACheck() {
    List<String> lines = report(ReportFormat.JSON).lines().toList();
    assertEquals(5, lines.size());
    assertTrue(
        lines
            .get(0)
            .startsWith(
                "{\"type\":\"check\",\"name\":\"web # 1\",\"kind\":\"http\",\"target\":\"http://a/\","
                    + "\"status\":\"pass\",\"message\":\"status 200\",\"elapsedMs\":12.0"),
        lines.get(0));
    assertTrue(lines.get(4).contains("\"pass\":1,\"fail\":1,\"error\":1,\"skip\":1"));
  }
}
