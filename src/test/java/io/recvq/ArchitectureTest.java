package io.recvq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.recvq.scenario.TimeLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house: which room may use which, and what each may touch. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.recvq");

  /** For each room the rooms that it may use. */
  private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

  private static final List<String> PURE =
      List.of(
          "net",
          "document",
          "wire",
          "flow",
          "protocol",
          "sockets",
          "diagnose",
          "explain",
          "report");

  /** For each third-party library the rooms that may use it. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "picocli..", List.of("cli", "shell"),
          "org.jline..", List.of("shell"),
          "com.fasterxml.jackson..", List.of("protocol", "render", "check", "report"),
          "org.pcap4j..", List.of("capture"),
          "org.HdrHistogram..", List.of("peer", "cli"),
          "tlschannel..", List.of("peer"),
          "org.wildfly..", List.of("peer"),
          "com.sun.jna..", List.of("sys", "capture"),
          "org.snakeyaml..", List.of("document"));

  static {
    MAY_USE.put("net", List.of());
    MAY_USE.put("document", List.of("net"));
    MAY_USE.put("wire", List.of("net"));
    MAY_USE.put("flow", List.of("net", "wire"));
    MAY_USE.put("protocol", List.of("net"));
    MAY_USE.put("sockets", List.of("net"));
    MAY_USE.put("diagnose", List.of("net", "flow", "sockets", "protocol"));
    MAY_USE.put("capture", List.of("net", "wire", "sys"));
    MAY_USE.put("sys", List.of("net", "sockets"));
    MAY_USE.put("peer", List.of("net", "protocol", "sys"));
    // It asks open ports whether they speak the framed protocol, so it has to know the protocol.
    MAY_USE.put("probe", List.of("net", "protocol", "sys"));
    MAY_USE.put(
        "scenario",
        List.of(
            "net",
            "wire",
            "flow",
            "protocol",
            "peer",
            "capture",
            "sys",
            "sockets",
            "diagnose",
            "document"));
    // The named endpoints of a session: it hosts what peer makes and reads their queues.
    MAY_USE.put("lab", List.of("net", "protocol", "sockets", "sys", "peer"));
    MAY_USE.put("explain", List.of("net"));
    MAY_USE.put("render", List.of("net"));
    MAY_USE.put("report", List.of("net", "render"));
    List<String> allButCli =
        List.of(
            "net",
            "document",
            "wire",
            "flow",
            "protocol",
            "sockets",
            "diagnose",
            "capture",
            "sys",
            "peer",
            "probe",
            "scenario",
            "explain",
            "render");
    MAY_USE.put("check", allButCli);
    MAY_USE.put(
        "traffic", List.of("net", "wire", "flow", "protocol", "capture", "diagnose", "render"));
    List<String> forView = new ArrayList<>(allButCli);
    forView.addAll(List.of("report", "traffic"));
    MAY_USE.put("view", forView);
    List<String> forCli = new ArrayList<>(forView);
    forCli.addAll(List.of("check", "lab", "view"));
    MAY_USE.put("cli", forCli);
    MAY_USE.put("shell", List.of("cli", "lab", "sys", "render", "net"));
  }

  @TestFactory
  Stream<DynamicTest> eachRoomUsesOnlyTheRoomsItMay() {
    return MAY_USE.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(), () -> mayUse(room.getKey(), room.getValue()).check(CLASSES)));
  }

  private static ArchRule mayUse(String room, List<String> allowed) {
    String[] others =
        MAY_USE.keySet().stream()
            .filter(other -> !other.equals(room) && !allowed.contains(other))
            .map(ArchitectureTest::packageOf)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(packageOf(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true);
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching("io.recvq.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @TestFactory
  Stream<DynamicTest> pureRoomsTouchNoSocketsFilesClocksOrThreads() {
    return PURE.stream()
        .map(room -> DynamicTest.dynamicTest(room, () -> purity(room).check(CLASSES)));
  }

  private static ArchRule purity(String room) {
    return noClasses()
        .that()
        .resideInAPackage(packageOf(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.(io\\.(File.*|RandomAccessFile)|nio\\.file\\.(Files|Paths?|FileSystems?)|net\\.(.*Socket|.*SocketChannel|URL.*|URI)"
                + "|lang\\.(Thread|Process.*|ProcessBuilder)|time\\.Clock)")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.net.InetAddress.class, "getByName", String.class)
        .allowEmptyShould(true);
  }

  /**
   * A clock that is set while recvq runs changes what it shows and nothing that it does: times of
   * day are only written down, and limits are of the monotonic clock.
   */
  @Test
  void noLimitIsTakenFromTheTimeOfDay() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(java.util.Date.class)
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.(util\\.(Timer|Calendar)|time\\.Clock)")
        .check(CLASSES);
    noClasses()
        .that()
        .areNotAssignableTo(TimeLine.class)
        .should(compareTimesOfDayThatTheyAskFor())
        .check(CLASSES);
  }

  /** Asking for the time of day twice and taking the difference, which a set clock makes wrong. */
  private static ArchCondition<JavaClass> compareTimesOfDayThatTheyAskFor() {
    return new ArchCondition<>("ask for the time of day and compute with it") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean asks = calls(item, Instant.class, "now");
        boolean computes =
            calls(item, Duration.class, "between")
                || Stream.of("isBefore", "isAfter", "until", "plus", "plusNanos", "compareTo")
                    .anyMatch(name -> calls(item, Instant.class, name));
        events.add(
            new SimpleConditionEvent(item, asks && computes, item.getName() + " computes with it"));
      }
    };
  }

  private static boolean calls(JavaClass item, Class<?> owner, String name) {
    return item.getMethodCallsFromSelf().stream()
        .map(JavaMethodCall::getTarget)
        .anyMatch(
            target -> target.getOwner().isEquivalentTo(owner) && target.getName().equals(name));
  }

  @TestFactory
  Stream<DynamicTest> eachLibraryStaysInItsRoom() {
    return LIBRARIES.entrySet().stream()
        .map(
            library ->
                DynamicTest.dynamicTest(
                    library.getKey(),
                    () ->
                        noClasses()
                            .that()
                            .resideOutsideOfPackages(
                                library.getValue().stream()
                                    .map(ArchitectureTest::packageOf)
                                    .toArray(String[]::new))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(library.getKey())
                            .check(CLASSES)));
  }

  @Test
  void onlyTheMainClassTouchesTheStandardStreamsAndTheExitStatus() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.recvq.Main")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void everyClassLivesInARoom() {
    String[] rooms =
        MAY_USE.keySet().stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
    classes()
        .that()
        .haveNameNotMatching("io\\.recvq\\.Main(\\$.*)?")
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .resideInAnyPackage(rooms)
        .check(CLASSES);
  }

  @Test
  void everyRoomSaysWhatComesInAndGoesOut() throws IOException {
    Path root = Path.of(System.getProperty("recvq.basedir", "."), "src/main/java/io/recvq");
    List<String> silent = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        boolean hasClasses;
        try (Stream<Path> files = Files.list(folder)) {
          hasClasses = files.anyMatch(f -> f.toString().endsWith(".java"));
        }
        Path info = folder.resolve("package-info.java");
        if (hasClasses && !(Files.exists(info) && Files.readString(info).contains("<p>In:"))) {
          silent.add(folder.getFileName().toString());
        }
      }
    }
    assertEquals(List.of(), silent);
  }

  private static String packageOf(String room) {
    return "io.recvq." + room;
  }
}
