package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every command line that the documents show is one that recvq understands. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("recvq.basedir", "."));
  private static final Pattern LINE =
      Pattern.compile("^    (?:\\$ )?(?:target/recvq/bin/)?recvq(?:>)? +(\\S.*)$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  @TestFactory
  Stream<DynamicTest> everyCommandLineIsUnderstood() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String name : List.of("README.md", "README.zh.md", "SECURITY.md", "CONTRIBUTING.md")) {
      documents.add(ROOT.resolve(name));
    }
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Path document : documents) {
      for (String line : Files.readAllLines(document)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          tests.add(
              DynamicTest.dynamicTest(
                  document.getFileName() + ": " + matcher.group(1),
                  () -> understood(words(matcher.group(1)))));
        }
      }
    }
    assertTrue(tests.size() > 30, "the pattern no longer finds the command lines");
    return tests.stream();
  }

  /** Remarks and prose are translated; command lines, scenarios and headings are the same. */
  @Test
  void theChineseReadmeSaysWhatTheEnglishOneSays() throws IOException {
    List<String> english = shared("README.md");
    List<String> chinese = shared("README.zh.md");
    assertTrue(chinese.size() > 100, "the pattern no longer finds the lines");
    assertEquals(List.of(), chinese.stream().filter(line -> !english.contains(line)).toList());
    assertEquals(headings("README.md"), headings("README.zh.md"));
  }

  private static long headings(String name) throws IOException {
    return Files.readAllLines(ROOT.resolve(name)).stream().filter(l -> l.startsWith("## ")).count();
  }

  /** What is the same in every language: command lines without their remarks, code in tables. */
  private static List<String> shared(String name) throws IOException {
    List<String> found = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve(name))) {
      Matcher code = Pattern.compile("^\\| [^|]* \\| (`[^`]+`)").matcher(line);
      if (LINE.matcher(line).matches()) {
        found.add(line.strip().replaceFirst(" {3,}\\S.*$", ""));
      } else if (code.find()) {
        found.add(code.group(1));
      }
    }
    return found;
  }

  private static void understood(List<String> words) {
    if (Commands.isCommand(words.get(0))) {
      Commands.model(List.of(words.get(0))).parseArgs(words.toArray(String[]::new));
    } else {
      List<String> shells =
          List.of("jobs", "kill", "fg", "wait", "log", "set", "echo", "time", "watch", "exit");
      assertTrue(shells.contains(words.get(0)), words.get(0));
    }
  }

  /** The words up to a pipe, a background mark, or the gap before a remark. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line.replaceFirst(" {3,}\\S.*$", ""));
    while (matcher.find()) {
      String quoted = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      String word = quoted != null ? quoted : matcher.group(3);
      if (quoted == null && List.of("|", "&", ">", "#", "&&", ";").contains(word)) {
        break;
      }
      // A variable of the shell stands for an address wherever the documents have one.
      words.add(word.replaceAll("\\$[a-z][a-z0-9.]*", "127.0.0.1:65432"));
    }
    return words;
  }
}
