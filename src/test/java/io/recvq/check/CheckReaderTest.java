package io.recvq.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.recvq.document.DocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckReaderTest {
  /** A check of each kind with every key that it knows. */
  private static final String EVERYTHING =
      """
      $schema: check.schema.json
      variables:
        host: 127.0.0.1
        web: ${host}:80
        many: 3
        token: xyzzy
      secrets: [token]
      defaults: {timeout: 2s, retries: 1, backoff: 100ms, tags: all}
      deadline: 1m
      checks:
        - {name: a, kind: tcp, target: "${web}", state: open, banner: "^220", latency-below: 50ms,
           tags: [x, y], not: true, timeout: 300ms, retries: 2, backoff: 1s}
        - {kind: frame, target: "[::1]:65432", request: {action: search, value: morpheus},
           expect: [{pointer: /result, matches: rabbit}, {in: header, pointer: /content-type,
           equals: text/json}], latency-below: 1s}
        - kind: bytes
          target: 127.0.0.1:7
          steps: [{send: "hi"}, {send-hex: 00 67}, {expect: hi}, {expect-hex: "0067"},
            {matches: "h."}, {half-close: true}, {expect-close: true}]
        - {kind: http, target: "http://${web}/", method: GET, status: [200, 204],
           send-headers: {A: b}, headers: {Content-Type: html}, body: "<html", latency-below: 2s}
        - {kind: tls, target: "${host}:443", server-name: a.example, days-left: 14,
           version: TLSv1.3, names: [a.example], trusted: true}
        - {kind: dns, target: localhost, addresses: [127.0.0.1], family: ipv4}
        - {kind: ping, target: "${host}", count: "${many}", interval: 10ms, loss-below: 50,
           latency-below: 1s, tcp: 80}
        - {kind: socket, target: 7002, process: java, recv-q-below: 10, send-q-below: 1000,
           close-wait-growth: 0, for: 2s}
        - {kind: capture, target: a.pcap, port: 65432, malformed: 0, frames-at-least: 2,
           p99-below: 100ms}
      """;

  private static CheckPlan read(String text) throws DocumentException {
    return CheckReader.read(text, "checks.yaml", Map.of());
  }

  private static String one(String fields) {
    return "checks:\n  - {" + fields + "}\n";
  }

  @Test
  void everyKeyOfEveryKindIsUnderstood() throws Exception {
    CheckPlan plan = read(EVERYTHING);
    assertEquals(9, plan.checks().size());
    assertEquals(Optional.of(Duration.ofMinutes(1)), plan.deadline());
    CheckSpec first = plan.checks().get(0);
    assertEquals("a", first.name());
    assertEquals("127.0.0.1:80", first.target());
    assertEquals(Set.of("x", "y", "all"), first.tags());
    assertEquals(Duration.ofMillis(300), first.timeout());
    assertEquals(2, first.retries());
    assertTrue(first.negated());
    CheckSpec second = plan.checks().get(1);
    assertEquals("frame [::1]:65432", second.name());
    assertEquals(Duration.ofSeconds(2), second.timeout());
    assertEquals(Duration.ofMillis(100), second.backoff());
    assertFalse(second.negated());
  }

  @Test
  void aVariableOfTheCommandLineWins() throws Exception {
    CheckPlan plan = CheckReader.read(EVERYTHING, "f", Map.of("web", "[::9]:81"));
    assertEquals("[::9]:81", plan.checks().get(0).target());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: tcp, target: '1', latncy-below: 1s | 2:30: unknown key 'latncy-below' in a check of"
            + " kind tcp; did you mean 'latency-below'?",
        "kind: tpc, target: '1' | 2:12: 'kind' must be one of tcp, frame",
        "target: '1' | 2:5: a check needs 'kind'",
        "kind: tcp | 2:5: a check of kind tcp needs 'target'",
        "kind: tcp, target: '1', name: '' | 2:36: 'name' must not be empty",
        "kind: tcp, target: nowhere | 2:25: 'target' is no HOST:PORT",
        "kind: tcp, target: '1', timeout: soon | 2:39: 'timeout' must be a duration such as",
        "kind: tcp, target: '1', retries: -1 | 2:39: 'retries' must be from 0 to 1000, not -1",
        "kind: tcp, target: '1', not: maybe | 2:35: 'not' must be true or false",
        "kind: tcp, target: '1', banner: '(' | 2:38: 'banner' is no regular expression",
        "kind: tcp, target: '${nosuch}' | 2:25: no variable 'nosuch'",
        "kind: tcp, target: '${open' | 2:25: 'target' has a '${' without its '}'",
        "kind: bytes, target: '1', steps: [{}] | 2:40: a step is exactly one of",
        "kind: bytes, target: '1', steps: [{send-hex: 0} ] | 2:51: 'send-hex' is no hex",
        "kind: frame, target: '1', expect: [{pointer: /a}] | 2:41: an expectation needs",
        "kind: http, target: ftp://a/ | 2:26: 'target' must be an http or https URL",
        "kind: dns, target: a, addresses: b | 2:39: 'addresses' must be addresses",
        "kind: ping, target: a, tcp: 0 | 2:34: 'tcp' must be from 1 to 65535",
      })
  void whatIsWrongIsNamedWithItsPlace(String fields, String message) {
    String actual = assertThrows(DocumentException.class, () -> read(one(fields))).getMessage();
    assertTrue(actual.startsWith("checks.yaml:" + message), actual);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "checks: []",
        "checks: {}",
        "check: []",
        "- a",
        "checks: [{kind: ping, target: a}, {kind: ping, target: a}]",
        "checks: [{kind: ping, target: a, target: b}]",
        "checks: [{kind: ping, target: a}]\ndefaults: {time: 1s}",
        "checks: [{kind: ping, target: a}]\ndeadline: x",
        "checks: [{kind: ping, target: &a b}]",
        "checks: [",
      })
  void aFileThatIsWrongIsRefused(String text) {
    assertThrows(DocumentException.class, () -> read(text));
  }

  private static JsonNode schemaDocument() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CheckReader.class.getResourceAsStream("check.schema.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static Set<String> violations(String yaml) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaDocument());
    return schema.validate(yaml, com.networknt.schema.InputFormat.YAML).stream()
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  @Test
  void theSchemaTakesWhatTheReaderTakes() throws Exception {
    assertEquals(Set.of(), violations(EVERYTHING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checks: []",
        "check: []",
        "checks: [{kind: tpc, target: a}]",
        "checks: [{kind: ping}]",
        "checks: [{kind: ping, target: a, count: 0}]",
        "checks: [{kind: tcp, target: '1', latncy-below: 1s}]",
        "checks: [{kind: tcp, target: '1', timeout: soon}]",
        "checks: [{kind: tcp, target: '1', state: ajar}]",
        "checks: [{kind: bytes, target: '1', steps: []}]",
        "checks: [{kind: bytes, target: '1', steps: [{send: a, expect: b}]}]",
        "checks: [{kind: frame, target: '1', expect: [{pointer: /a}]}]",
        "checks: [{kind: ping, target: a}]\ndefaults: {time: 1s}",
      })
  void theSchemaRefusesWhatTheReaderRefuses(String text) throws Exception {
    assertThrows(DocumentException.class, () -> read(text));
    assertFalse(violations(text).isEmpty());
  }

  @Test
  void theSchemaKnowsTheKindsAndKeysThatTheReaderKnows() throws Exception {
    JsonNode definitions = schemaDocument().path("$defs");
    List<String> common =
        List.of("name", "kind", "target", "tags", "not", "timeout", "retries", "backoff");
    for (CheckKind kind : CheckKind.ALL) {
      Set<String> keys = new TreeSet<>(common);
      keys.addAll(kind.keys());
      Set<String> known = new TreeSet<>();
      definitions.path(kind.word()).path("properties").fieldNames().forEachRemaining(known::add);
      assertEquals(keys, known, kind.word());
    }
  }
}
