package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fuzz target meets its seeds and all that was ever found, without the fuzzer. A target is a
 * class named {@code *Fuzz}; its inputs lie in {@code src/test/fuzz}, in a folder named after it.
 */
class FuzzSeedsTest {
  private static final Path BASE = Path.of(System.getProperty("recvq.basedir", ""));
  private static final Path FUZZ = BASE.resolve("src/test/fuzz");
  private static final Duration GENEROUS = Duration.ofMinutes(1);

  private static List<Path> sorted(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.sorted().toList();
    }
  }

  /** The name of the folder below {@link #FUZZ} that holds this. */
  private static String targetOf(Path input) {
    return input.getName(FUZZ.getNameCount()).toString();
  }

  @TestFactory
  Stream<DynamicTest> seedsAndFoundInputsPass() throws IOException {
    return sorted(FUZZ, 3).stream()
        .filter(file -> file.getNameCount() == FUZZ.getNameCount() + 3)
        .map(file -> DynamicTest.dynamicTest(FUZZ.relativize(file).toString(), () -> run(file)));
  }

  private static void run(Path input) throws Exception {
    String target = targetOf(input);
    MethodHandle method =
        MethodHandles.publicLookup()
            .findStatic(
                Class.forName(target),
                "fuzzerTestOneInput",
                MethodType.methodType(void.class, byte[].class));
    byte[] data = Files.readAllBytes(input);
    assertTimeoutPreemptively(GENEROUS, () -> invoke(method, data));
  }

  private static void invoke(MethodHandle method, byte[] data) throws Exception {
    try {
      method.invokeExact(data);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      fail(e);
    }
  }

  @Test
  void everyTargetHasSeeds() throws IOException {
    Path tests = BASE.resolve("src/test/java");
    TreeSet<String> targets =
        sorted(tests, 9).stream()
            .filter(file -> file.getFileName().toString().endsWith("Fuzz.java"))
            .map(file -> tests.relativize(file).toString().replace('/', '.'))
            .map(name -> name.substring(0, name.length() - ".java".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> seeded =
        sorted(FUZZ, 2).stream()
            .filter(folder -> folder.endsWith("seeds"))
            .map(FuzzSeedsTest::targetOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(targets, seeded);
  }
}
