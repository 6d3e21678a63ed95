package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.render.Screen;
import io.recvq.render.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopViewTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Types keys, and keeps each frame that was shown before one. */
  private static final class TypedScreen implements Screen {
    private final Deque<Key> keys = new ArrayDeque<>();
    private final List<List<String>> frames = new ArrayList<>();

    private TypedScreen(String characters) {
      characters.chars().forEach(c -> keys.add(key(c)));
    }

    private static Key key(int c) {
      return c == 27 ? Key.of(Kind.ESCAPE) : new Key(Kind.CHARACTER, c);
    }

    @Override
    public int columns() {
      return 80;
    }

    @Override
    public int rows() {
      return 24;
    }

    @Override
    public void show(List<String> frame) {
      frames.add(frame);
    }

    @Override
    public Optional<Key> read(Duration atMost) {
      return Optional.of(keys.isEmpty() ? Key.of(Kind.CLOSED) : keys.remove());
    }

    @Override
    public void close() {}

    private boolean helps(int frame) {
      return frames.get(frame).stream().anyMatch(line -> line.contains("PgUp"));
    }
  }

  private static final class Idle implements TopSource {
    @Override
    public String title() {
      return "nothing";
    }

    @Override
    public Picture read() {
      return Picture.NONE;
    }

    @Override
    public boolean isSteerable() {
      return false;
    }

    @Override
    public String act(List<String> words) {
      return "";
    }
  }

  private static TypedScreen typed(String characters) throws IOException {
    TypedScreen screen = new TypedScreen(characters);
    new TopView(screen, Style.PLAIN, new StopSignal(), LONG, new Idle()).run(LONG);
    return screen;
  }

  @Test
  void theKeyThatLeavesClosesTheHelpFirst() throws IOException {
    TypedScreen screen = typed("?qqo");

    assertTrue(screen.helps(1));
    assertFalse(screen.helps(2));
    assertEquals(3, screen.frames.size(), "the second q left");
  }

  @Test
  void escapeClosesTheHelpAndDoesNotLeave() throws IOException {
    TypedScreen screen = typed("?\u001bq");

    assertTrue(screen.helps(1));
    assertFalse(screen.helps(2));
    assertEquals(3, screen.frames.size());
  }
}
