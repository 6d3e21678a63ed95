package io.recvq.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a job may fill of the screen. */
class TerminalConsoleTest {
  @Test
  void aJobsLinesLeaveRoomForItsNumberBeforeThem() {
    assertEquals(80 - "[3] ".length(), TerminalConsole.jobView(80, 3).columns());
    assertEquals(80 - "[12] ".length(), TerminalConsole.jobView(80, 12).columns());
    assertEquals(20, TerminalConsole.jobView(10, 1).columns());
  }
}
