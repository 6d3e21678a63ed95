package io.recvq.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One word for two things: the shell repeats commands, the command line watches connections. */
class RepetitionTest {
  @ParameterizedTest
  @CsvSource({
    "sockets port 65432, 2000, sockets port 65432",
    "1s list, 1000, list",
    "0.5 recv c1, 500, recv c1",
    "1ms jobs, 50, jobs",
    "1s sokets, 1000, sokets",
    "why 65432, 2000, why 65432",
  })
  void aCommandIsRepeated(String line, long millis, String command) {
    assertEquals(
        Optional.of(new Repetition(Duration.ofMillis(millis), List.of(command.split(" ")))),
        Repetition.of(List.of(line.split(" "))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "65432",
        "process java",
        "127.0.0.1:5000-127.0.0.1:65432",
        "--for 2s 65432",
        "65432 --json",
        "--help",
      })
  void whatNamesNoCommandIsForTheCommandOfThatName(String line) {
    assertEquals(Optional.empty(), Repetition.of(List.of(line.split(" "))));
  }
}
