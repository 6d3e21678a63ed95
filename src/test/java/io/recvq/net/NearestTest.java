package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "abc, abc, 0",
    "abc, '', 3",
    "'', ab, 2",
    "connect, conect, 1",
    "stall, stale, 1",
    "laod, load, 1",
    "wihch, which, 1",
    "lo, ol, 1",
    "kitten, sitting, 3",
    "sunday, saturday, 3"
  })
  void theDistanceIsTheLeastNumberOfEdits(String a, String b, int edits) {
    assertEquals(edits, Nearest.distance(a, b));
    assertEquals(edits, Nearest.distance(b, a));
  }

  @Test
  void theNearestWordIsMeantOfEquallyNearOnesTheFirstInTheAlphabet() {
    List<String> known = List.of("resolve", "serve", "reset", "set", "sockets");
    assertEquals(Optional.of("sockets"), Nearest.to("sokets", known));
    assertEquals(Optional.of("reset"), Nearest.to("rezet", known));
    assertEquals(Optional.of("bat"), Nearest.to("at", List.of("cat", "bat")));
  }

  @Test
  void aWordThatIsFarFromAllMeansNone() {
    assertEquals(Optional.of("set"), Nearest.to("zet", List.of("set")));
    assertEquals(Optional.of("load"), Nearest.to("laod", List.of("load")));
    // Two edits make any short word into any other.
    assertEquals(Optional.empty(), Nearest.to("zzt", List.of("set")));
    assertEquals(Optional.empty(), Nearest.to("ls", List.of("fg")));
    // A third of a long word may be wrong.
    assertEquals(Optional.of("reproduce"), Nearest.to("reprozzze", List.of("reproduce")));
    assertEquals(Optional.empty(), Nearest.to("reprzzzze", List.of("reproduce")));
  }
}
