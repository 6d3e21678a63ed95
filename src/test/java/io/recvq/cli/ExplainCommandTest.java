package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.explain.Entry;
import io.recvq.explain.Reference;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Style;
import io.recvq.view.ExplainText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  private static String text(String word, int columns) {
    ExplainText text = new ExplainText(Style.PLAIN, columns);
    return String.join("\n", text.entry(Reference.load().find(word).get(0), Map.of())) + "\n";
  }

  @Test
  void aStateShowsItsTransitionsAsADiagram() {
    assertEquals(
        """
        CLOSE-WAIT  The peer closed: our program has not  (TCP state)

        The peer's FIN arrived and was acknowledged. The kernel now waits for our
        program to call close; it waits for ever.

          ESTABLISHED  FIN arrives; sends ACK ──┐
                                                ▼
                                           CLOSE-WAIT
                                                │
          close(); sends FIN ───────────────────┴──▶ LAST-ACK
        """,
        text("CLOSE-WAIT", 78).split("\nUsual causes", 2)[0]);
  }

  @Test
  void anErrnoShowsTheNumbersOfEachSystem() {
    String[] lines = text("ECONNREFUSED", 80).split("\n");
    assertEquals("ECONNREFUSED  Connection refused  (errno)", lines[0]);
    assertEquals("Linux 111, macOS 61, Windows 10061 (WSAECONNREFUSED)", lines[1]);
  }

  @Test
  void noEntryIsWiderThanTheTerminal() {
    ExplainText text = new ExplainText(Style.PLAIN, 80);
    Reference.load().entries().stream()
        .flatMap(entry -> text.entry(entry, Map.of()).stream())
        .forEach(line -> assertTrue(DisplayWidth.of(line) <= 80, line));
  }

  @Test
  void linesBreakBetweenNamesAndNotInsideOne() {
    Reference reference = Reference.load();
    for (int columns = 40; columns <= 80; columns++) {
      ExplainText text = new ExplainText(Style.PLAIN, columns);
      String index = String.join("\n", text.index(reference));
      for (Entry entry : reference.entries()) {
        assertTrue(index.contains(entry.name()), entry.name() + " at " + columns);
        String own = String.join("\n", text.entry(entry, Map.of()));
        entry.see().forEach(name -> assertTrue(own.contains(name), own));
      }
    }
  }

  @Test
  void everyEntryCanBeWrittenAsJson() {
    Captured captured = Captured.run(List.of("explain", "--json"));
    assertEquals(ExitStatus.OK, captured.status());
    assertEquals(Reference.load().entries().size(), captured.out().lines().count());
    assertTrue(captured.out().lines().allMatch(l -> l.startsWith("{\"type\":\"explanation\"")));
  }

  @Test
  void anUnknownWordIsABadAnswerWithTheNearestWords() {
    Captured captured = Captured.run(List.of("explain", "ECONRESET"));
    assertEquals(ExitStatus.BAD_ANSWER, captured.status());
    assertEquals("", captured.out());
    String answer = "recvq: nothing is known of 'ECONRESET'; nearest: ECONNRESET, ";
    assertTrue(captured.err().startsWith(answer), captured.err());
  }

  @Test
  void aForeignWordCannotReachTheTerminalAsASequence() {
    Captured captured = Captured.run(List.of("explain", "\u001b[31mxyzzyxyzzy"));
    assertTrue(captured.err().contains("\\x1b[31mxyzzy"), captured.err());
  }
}
