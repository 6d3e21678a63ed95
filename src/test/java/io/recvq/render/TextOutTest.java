package io.recvq.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextOutTest {
  private static final int BUFFER = 1 << 16;

  /** Keeps the size of each write and when it was flushed. */
  private static final class Target extends OutputStream {
    private final List<String> calls = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      calls.add("" + count);
      bytes.write(from, offset, count);
    }

    @Override
    public void flush() {
      calls.add("flush");
    }
  }

  private final Target target = new Target();

  private void assertWritten(String text, String... calls) {
    assertEquals(List.of(calls), target.calls);
    assertEquals(text, target.bytes.toString(UTF_8));
  }

  @Test
  void forAPipeLinesWaitForTheFlush() {
    TextOut out = new TextOut(target, false);
    out.println("one");
    out.println("狗");
    assertWritten("");
    out.flush();
    assertWritten("one\n狗\n", "8", "flush");
  }

  @Test
  void forATerminalEachLineIsFlushedAndPartsOfLinesAreNot() {
    TextOut out = new TextOut(target, true);
    out.print("on");
    out.println("e");
    out.print("two");
    assertWritten("one\n", "4", "flush");
  }

  @Test
  void textFillsTheBufferBeforeItIsWritten() {
    TextOut out = new TextOut(target, false);
    String full = "a".repeat(BUFFER);
    out.print(full);
    assertWritten("");
    out.print("b");
    assertWritten(full, "65536");
    out.flush();
    assertWritten(full + "b", "65536", "1", "flush");
  }

  @Test
  void theEndOfALineFillsTheBufferBeforeItIsWritten() {
    TextOut out = new TextOut(target, false);
    String line = "a".repeat(BUFFER - 1);
    out.println(line);
    assertWritten("");
    out.println();
    assertWritten(line + "\n", "65536");
  }

  @Test
  void bytesThatFitAreKept() {
    TextOut out = new TextOut(target, false);
    out.print("ab");
    out.write(new byte[BUFFER - 2], 0, BUFFER - 2);
    assertWritten("");
    out.write(new byte[] {'x', 'y', 'z'}, 1, 1);
    out.flush();
    assertWritten("ab" + "\0".repeat(BUFFER - 2) + "y", "65536", "1", "flush");
  }

  @Test
  void bytesThatFitNoBufferAreWrittenAtOnceBehindWhatWasThere() {
    TextOut out = new TextOut(target, false);
    out.print("ab");
    out.write(new byte[BUFFER + 1], 0, BUFFER + 1);
    assertWritten("ab" + "\0".repeat(BUFFER + 1), "2", "65537");
  }

  @Test
  void bytesOfABufferAreKeptWhole() {
    TextOut out = new TextOut(target, false);
    out.print("ab");
    out.write(new byte[BUFFER], 0, BUFFER);
    assertWritten("ab", "2");
  }

  @Test
  void messagesAreMadeSafeAndFlushedAndOtherTextIsNot() {
    TextOut messages = TextOut.messages(target);
    messages.println("a\u001b[31m\n\tb");
    assertWritten("a\\x1b[31m\n\tb\n", "13", "flush");
    new TextOut(target, true).println("\u001b[31m");
    assertWritten("a\\x1b[31m\n\tb\n\u001b[31m\n", "13", "flush", "6", "flush");
  }

  @Test
  void asAStreamItTakesBytesAndFlushesAtItsEnd() throws IOException {
    try (OutputStream stream = new TextOut(target, false).asStream()) {
      stream.write('a');
      stream.write(new byte[] {'x', 'b', 'c', 'x'}, 1, 2);
      assertWritten("");
    }
    assertWritten("abc", "3", "flush");
  }

  private static boolean isReaderGone(String message) {
    return new OutputException(new IOException(message)).readerGone();
  }

  @Test
  void aReaderThatWentAwayIsKnownByTheMessageOfTheSystem() {
    for (String message :
        List.of("Broken pipe", "Stream Closed", "Pipe closed", "Bad file descriptor")) {
      assertTrue(isReaderGone(message), message);
    }
    assertEquals(false, isReaderGone("No space left on device"));
    assertEquals(false, new OutputException(new IOException()).readerGone());
  }

  @Test
  void everyFailureOfTheTargetIsTold() {
    IOException full = new IOException("No space left on device");
    TextOut out =
        new TextOut(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw full;
              }

              @Override
              public void flush() throws IOException {
                throw full;
              }
            },
            false);
    assertSame(full, assertThrows(OutputException.class, out::flush).failure());
    assertThrows(OutputException.class, () -> out.write(new byte[BUFFER + 1], 0, BUFFER + 1));
    assertThrows(OutputException.class, () -> out.print("a".repeat(BUFFER + 1)));
  }

  @Test
  void aMessageIsBrokenBetweenWordsAtTheEdgeOfItsTerminal() {
    TextOut.messages(target, 20).println("recvq: no command 'fil'; did you mean fill?\nshort");

    assertEquals(
        """
        recvq: no command
          'fil'; did you
          mean fill?
        short
        """,
        target.bytes.toString(UTF_8));
  }

  @Test
  void aMessageIsWholeWhereNobodySeesAnEdge() {
    String message = "recvq: " + "word ".repeat(100) + "end";
    TextOut.messages(target).println(message);
    assertEquals(message + "\n", target.bytes.toString(UTF_8));
  }
}
