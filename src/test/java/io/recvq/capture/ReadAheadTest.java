package io.recvq.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file read piece by piece, a few pieces ahead. */
class ReadAheadTest {
  /** All of the pieces that go round but one, which is what is left to read into. */
  private static final int KEPT = 7;

  /** The last row hands over a hundred thousand pieces of arrays that go round. */
  @ParameterizedTest
  @CsvSource({"0, 8", "1, 8", "16, 8", "17, 8", "24, 8", "25, 8", "100000, 4096", "800003, 8"})
  void eachByteComesOnceAndInOrder(int size, int pieceBytes, @TempDir Path folder)
      throws IOException {
    byte[] content = random(size);
    Random random = new Random(size);
    Deque<ReadAhead.Piece> kept = new ArrayDeque<>();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (RandomAccessFile file = file(folder, content);
        ReadAhead ahead = new ReadAhead(file, size, pieceBytes)) {
      for (ReadAhead.Piece piece = ahead.next(); piece.length() > 0; piece = ahead.next()) {
        read.write(piece.bytes(), ReadAhead.HEADROOM_BYTES, piece.length());
        kept.add(piece);
        while (kept.size() > random.nextInt(KEPT + 1)) {
          ReadAhead.Piece oldest = kept.remove();
          Arrays.fill(oldest.bytes(), (byte) 0);
          ahead.recycle(oldest);
        }
      }
      assertEquals(0, ahead.next().length(), "the end stays the end");
    }
    assertArrayEquals(content, read.toByteArray());
  }

  @Test
  void aPartOfAFileIsReadFromWhereItStands(@TempDir Path folder) throws IOException {
    byte[] content = random(100);
    try (RandomAccessFile file = file(folder, content)) {
      file.seek(10);
      try (ReadAhead ahead = new ReadAhead(file, 60, 8)) {
        assertArrayEquals(Arrays.copyOfRange(content, 10, 70), rest(ahead));
      }
    }
  }

  @Test
  void aFileThatBecameShorterEndsWhereItEnds(@TempDir Path folder) throws IOException {
    byte[] content = random(50);
    try (RandomAccessFile file = file(folder, content);
        ReadAhead ahead = new ReadAhead(file, 90, 8)) {
      assertArrayEquals(content, rest(ahead));
    }
  }

  @Test
  void whatReadingThrowsIsThrownAtTheEndOfWhatWasRead(@TempDir Path folder) throws IOException {
    RandomAccessFile file = file(folder, random(100));
    file.close();
    try (ReadAhead ahead = new ReadAhead(file, 100, 8)) {
      assertThrows(IOException.class, ahead::next);
      assertThrows(IOException.class, ahead::next);
    }
  }

  /** A file whose reads bring a few bytes at a time and fail at some place. */
  private static RandomAccessFile failing(Path folder, byte[] content, int failsAt, Throwable with)
      throws IOException {
    Path path = Files.write(folder.resolve("content"), content);
    return new RandomAccessFile(path.toFile(), "r") {
      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        if (getFilePointer() < failsAt) {
          return super.read(into, at, Math.min(length, 3));
        } else if (with instanceof IOException e) {
          throw e;
        } else if (with instanceof RuntimeException e) {
          throw e;
        }
        throw (Error) with;
      }
    };
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException("Input/output error"),
        new IllegalStateException("a defect"),
        new InternalError("a fault of the machine"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatWasReadBeforeAFailureComesBeforeIt(Throwable failure, @TempDir Path folder)
      throws IOException {
    byte[] content = random(100);
    for (int failsAt : new int[] {24, 80}) {
      try (RandomAccessFile file = failing(folder, content, failsAt, failure);
          ReadAhead ahead = new ReadAhead(file, 100, 8)) {
        for (int at = 0; at < failsAt; at += 8) {
          ReadAhead.Piece piece = ahead.next();
          assertEquals(8, piece.length());
          byte[] read = new byte[8];
          piece.view().get(ReadAhead.HEADROOM_BYTES, read);
          assertArrayEquals(Arrays.copyOfRange(content, at, at + 8), read);
          ahead.recycle(piece);
        }
        assertSame(failure, assertThrows(Throwable.class, ahead::next));
        assertSame(failure, assertThrows(Throwable.class, ahead::next), "it stays");
      }
    }
  }

  @Test
  void aPieceThatComesInPartsIsWhole(@TempDir Path folder) throws IOException {
    byte[] content = random(100);
    try (RandomAccessFile file = failing(folder, content, 100, new IOException());
        ReadAhead ahead = new ReadAhead(file, 100, 40)) {
      assertArrayEquals(content, rest(ahead));
    }
  }

  @Test
  void aFileOfTwoPiecesNeedsNoThreadAndIsReadWhenItIsWanted(@TempDir Path folder)
      throws IOException {
    try (RandomAccessFile file = file(folder, random(16));
        ReadAhead ahead = new ReadAhead(file, 16, 8)) {
      assertEquals(0, file.getFilePointer());
      ahead.recycle(ahead.next());
      assertEquals(8, file.getFilePointer());
    }
  }

  @Test
  void whoIsInterruptedWhileHeWaitsIsToldAndStaysSo(@TempDir Path folder) throws IOException {
    try (RandomAccessFile file = file(folder, random(1000));
        ReadAhead ahead = new ReadAhead(file, 1000, 8)) {
      Thread.currentThread().interrupt();
      List<ReadAhead.Piece> taken = new ArrayList<>();
      // All pieces are taken and none is given back: sooner or later the next one is waited for.
      assertThrows(
          InterruptedIOException.class,
          () -> {
            while (taken.size() < 1000) {
              taken.add(ahead.next());
            }
          });
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void closingEndsAThreadThatWaitsForRoom(@TempDir Path folder) throws IOException {
    Set<Thread> others = Thread.getAllStackTraces().keySet();
    try (RandomAccessFile file = file(folder, random(1000))) {
      ReadAhead ahead = new ReadAhead(file, 1000, 8);
      ahead.next();
      ahead.close();
      Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
      left.removeAll(others);
      assertFalse(left.stream().anyMatch(each -> each.getName().equals("recvq-read-ahead")));
    }
  }

  private static byte[] rest(ReadAhead ahead) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    for (ReadAhead.Piece piece = ahead.next(); piece.length() > 0; piece = ahead.next()) {
      read.write(piece.bytes(), ReadAhead.HEADROOM_BYTES, piece.length());
      ahead.recycle(piece);
    }
    return read.toByteArray();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static RandomAccessFile file(Path folder, byte[] content) throws IOException {
    Path path = Files.write(folder.resolve("content"), content);
    return new RandomAccessFile(path.toFile(), "r");
  }
}
