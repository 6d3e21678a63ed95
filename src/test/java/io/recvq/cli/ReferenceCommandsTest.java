package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.explain.Entry;
import io.recvq.explain.Entry.Example;
import io.recvq.explain.Reference;
import io.recvq.render.DisplayWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** What the help texts and the reference tell people to type can be typed. */
class ReferenceCommandsTest {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @Test
  void everyCommandThatTheReferenceNamesIsUnderstood() {
    List<String> wrong = new ArrayList<>();
    for (Entry entry : Reference.load().entries()) {
      for (Example run : entry.runs()) {
        List<String> words = words(run.command());
        assertEquals("recvq", words.get(0));
        try {
          Commands.model(List.of(words.get(1)))
              .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        } catch (ParameterException | IllegalArgumentException e) {
          wrong.add(entry.name() + ": " + run.command() + ": " + e.getMessage());
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyHelpFitsEightyColumnsAndNamesTheExitStatuses() {
    List<String> lacking = new ArrayList<>();
    for (String name : Commands.names()) {
      String help = Captured.run(List.of(name, "--help")).out();
      help.lines().forEach(line -> assertTrue(DisplayWidth.of(line) <= 80, name + ": " + line));
      if (!help.contains("\nExit status")) {
        lacking.add(name + ": exit statuses");
      }
      if (!help.contains("Example")) {
        lacking.add(name + ": examples");
      }
    }
    assertEquals(List.of(), lacking);
    Captured.run(List.of("--help"))
        .out()
        .lines()
        .forEach(line -> assertTrue(DisplayWidth.of(line) <= 80, line));
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words;
  }
}
