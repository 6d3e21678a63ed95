package io.recvq.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  private static DocNode read(String text) throws DocumentException {
    return YamlReader.read(text, "x.yaml");
  }

  private static String problem(String text) {
    return assertThrows(DocumentException.class, () -> read(text)).getMessage();
  }

  @Test
  void readsMappingsListsAndScalars() throws Exception {
    DocNode root =
        read(
            """
            name: reset
            repeat: 3
            quiet: true
            steps:
              - server: listen
              - client: connect
            """);
    assertEquals("reset", root.require("name", "a scenario").text("name"));
    assertEquals(3, root.require("repeat", "a scenario").number("'repeat'"));
    assertEquals(true, root.require("quiet", "a scenario").flag("quiet"));
    List<DocNode> steps = root.require("steps", "a scenario").items("steps");
    assertEquals("connect", steps.get(1).textOf("client").orElseThrow());
    assertEquals(6, steps.get(1).line());
  }

  @Test
  void anUnknownKeyIsAnErrorWithItsPlaceAndTheNearestKnownOne() throws Exception {
    DocNode root = read("name: x\nstpes: []\n");
    DocumentException e =
        assertThrows(
            DocumentException.class, () -> root.keys("a scenario", Set.of("name", "steps")));
    assertEquals(
        "x.yaml:2:1: unknown key 'stpes' in a scenario; did you mean 'steps'?", e.getMessage());
  }

  @Test
  void saysWhatIsWrongAndWhere() throws Exception {
    assertEquals("x.yaml:1:1: the file is empty", problem(""));
    assertEquals("x.yaml:2:1: the key 'a' is there twice", problem("a: 1\na: 2\n"));
    assertEquals("x.yaml:1:4: anchors are not supported", problem("a: &x [1]\n"));
    DocNode root = read("a: [1]\nb: many\n");
    assertEquals(
        "x.yaml:2:4: 'b' must be a whole number, not 'many'",
        assertThrows(DocumentException.class, () -> root.require("b", "it").number("'b'"))
            .getMessage());
    assertEquals(
        "x.yaml:1:4: 'a' must be a value, not a list",
        assertThrows(DocumentException.class, () -> root.textOf("a")).getMessage());
    assertEquals(
        "x.yaml:1:1: a scenario needs 'name'",
        assertThrows(DocumentException.class, () -> root.require("name", "a scenario"))
            .getMessage());
  }

  @Test
  void damagedTextEndsInAnErrorOrADocument() {
    String whole = "name: x\nsteps:\n  - server: {listen: 5}\n  - client: \"connect\"\n";
    Random random = new Random(3);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int j = random.nextInt(4); j >= 0; j--) {
        damaged.setCharAt(random.nextInt(damaged.length()), (char) (random.nextInt(100) + 27));
      }
      try {
        read(damaged.toString());
      } catch (DocumentException e) {
        assertEquals(0, e.getMessage().indexOf("x.yaml:"));
      }
    }
  }
}
