package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.peer.SocketCall;
import io.recvq.view.SocketCallText.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketCallFoldTest {
  private static SocketCall call(char name) {
    return new SocketCall(
        Instant.EPOCH,
        String.valueOf(name),
        OptionalInt.empty(),
        new SocketCall.Returned(0),
        Duration.ofNanos(1));
  }

  /** Each letter is a call. */
  private static List<Run> runs(String calls) {
    SocketCallFold fold = new SocketCallFold();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < calls.length(); i++) {
      runs.addAll(fold.add(call(calls.charAt(i))));
    }
    runs.addAll(fold.end());
    return runs;
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "a, a",
    "aaa, 3a",
    "ab, a b",
    "abab, 2a 2b",
    "abababx, 3a 3b x",
    "ababa, 2a 2b a",
    "ababax, 2a 2b a x",
    "ababaxax, 2a 2b 2a 2x",
    "caba, c a b a",
    "cabab, c 2a 2b",
    "abb, a 2b",
    "aab, 2a b",
    "aabab, 2a b a b",
    "abba, a 2b a",
    "abac, a b a c",
    "abcabc, a b c a b c",
  })
  void whatRepeatsAloneOrInTurnsIsFolded(String calls, String runs) {
    String folded =
        runs(calls).stream()
            .map(run -> (run.count() > 1 ? run.count() : "") + run.first().name())
            .collect(Collectors.joining(" "));
    assertEquals(runs, folded);
  }

  @Test
  void noCallIsLostAndNoneMadeUp() {
    for (int code = 0; code < 6561; code++) {
      String calls = String.format("%8s", Integer.toString(code, 3)).replace(' ', '0');
      List<Run> runs = runs(calls);
      for (char name : "012".toCharArray()) {
        int folded =
            runs.stream()
                .filter(run -> run.first().name().charAt(0) == name)
                .mapToInt(Run::count)
                .sum();
        assertEquals(calls.chars().filter(c -> c == name).count(), folded, calls);
      }
    }
  }
}
