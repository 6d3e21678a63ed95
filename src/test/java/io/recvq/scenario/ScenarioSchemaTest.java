package io.recvq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.recvq.document.DocumentException;
import io.recvq.scenario.ScenarioReader.Fault;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema by which editors complete scenario files says what the reader says. */
class ScenarioSchemaTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Catalogue.schema());

  private static final String HEAD =
      "scenario: a\ntitle: b\nsymptom: c\nends: {s: {listens: 127.0.0.1}, c: {connects: s}}\n";

  static List<String> catalogue() {
    return Catalogue.names();
  }

  private static Set<String> violations(String yaml) {
    return SCHEMA.validate(yaml, InputFormat.YAML).stream()
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void itTakesEveryScenarioOfTheCatalogue(String name) {
    assertEquals(Set.of(), violations(Catalogue.text(name).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steps: []",
        "stps: [{s: listen}]",
        "steps: [{s: lisen}]",
        "steps: [{s: listen, tims: 2}]",
        "steps: [{s: listen, times: 0}]",
        "steps: [{s: listen, within: soon}]",
        "steps: [{c: write, frame: '{}', length-order: middle}]",
        "steps: [{c: write, bytes: many}]",
        "steps: [{wait: s}]",
        "steps: [{wait: c send-q > 0, times: 2}]",
        "steps: [{s: listen}]\nlimits: {time: never}",
        "steps: [{s: listen}]\nnetwork: mine",
        "steps: [{s: listen}]\nwire: [RST to s]",
        "steps: [{s: listen}]\nsettings: {vm.swappiness: 1}",
      })
  void itRefusesWhatTheReaderRefuses(String rest) {
    assertThrows(
        DocumentException.class, () -> ScenarioReader.read(HEAD + rest, "a.yaml", Fault.IN));
    assertFalse(violations(HEAD + rest).isEmpty());
  }

  @Test
  void anEndEitherListensOrConnects() {
    String steps = "steps: [{s: listen}]";
    assertEquals(Set.of(), violations(HEAD + steps));
    assertFalse(violations(HEAD.replace("{connects: s}", "{backlog: 1}") + steps).isEmpty());
    assertFalse(
        violations(HEAD.replace("{connects: s}", "{connects: s, listens: 127.0.0.2}") + steps)
            .isEmpty());
  }

  @Test
  void itKnowsTheKeysThatTheReaderKnows() throws Exception {
    JsonNode document = new ObjectMapper().readTree(Catalogue.schema());
    JsonNode definitions = document.path("$defs");
    assertEquals(new TreeSet<>(ScenarioReader.FILE_KEYS), keys(document));
    assertEquals(with(EndReader.KEYS, "fault"), keys(definitions.path("end")));
    assertEquals(with(StepReader.WAIT_KEYS, "fault"), keys(definitions.path("wait")));
    Set<String> call = with(StepReader.KEYS, "fault");
    call.remove("wait");
    assertEquals(call, keys(definitions.path("call")));
    Set<String> actions = new TreeSet<>();
    definitions
        .path("call")
        .path("additionalProperties")
        .path("enum")
        .forEach(action -> actions.add(action.asText()));
    assertEquals(
        Stream.of(ScenarioStep.Action.values())
            .map(StepReader::word)
            .collect(Collectors.toCollection(TreeSet::new)),
        actions);
  }

  private static Set<String> keys(JsonNode schema) {
    Set<String> keys = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Set<String> with(Set<String> keys, String more) {
    Set<String> all = new TreeSet<>(keys);
    all.add(more);
    return all;
  }
}
