package io.recvq.shell;

import io.recvq.render.Screen;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A screen during which lines of jobs wait; they are printed when it is closed. */
final class HoldingScreen implements Screen {
  private final Screen screen;
  private final HeldLines lines;

  HoldingScreen(Screen screen, HeldLines lines) {
    this.screen = screen;
    this.lines = lines;
    lines.hold();
  }

  @Override
  public int columns() {
    return screen.columns();
  }

  @Override
  public int rows() {
    return screen.rows();
  }

  @Override
  public void show(List<String> frame) {
    screen.show(frame);
  }

  @Override
  public Optional<Key> read(Duration atMost) throws IOException {
    return screen.read(atMost);
  }

  @Override
  public void close() {
    screen.close();
    lines.release();
  }
}
