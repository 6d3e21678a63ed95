package io.recvq.shell;

import io.recvq.render.Clip;
import io.recvq.render.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** A screen on a terminal of JLine, by the sequences of ECMA-48 that every terminal knows. */
public final class JLineScreen implements Screen {
  private static final int ESC = 27;

  /** A terminal sends the rest of a key's sequence at once; a person types slower. */
  private static final long SEQUENCE_MILLIS = 50;

  private final Terminal terminal;
  private final boolean owned;
  private final Attributes before;
  private final SignalHandler resizeBefore;
  private final AtomicBoolean resized = new AtomicBoolean();
  private List<String> shown = List.of();

  private JLineScreen(Terminal terminal, boolean owned) {
    this.terminal = terminal;
    this.owned = owned;
    this.before = terminal.enterRawMode();
    this.resizeBefore = terminal.handle(Signal.WINCH, signal -> resized.set(true));
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.puts(Capability.clear_screen);
    terminal.flush();
  }

  /** Takes over the process's own terminal. */
  public static Optional<Screen> open() throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .encoding(StandardCharsets.UTF_8)
            .stdinEncoding(StandardCharsets.UTF_8)
            .stdoutEncoding(StandardCharsets.UTF_8)
            .name("recvq")
            .system(true)
            .graphemeCluster(false)
            .build();
    if (isDumb(terminal)) {
      terminal.close();
      return Optional.empty();
    }
    return Optional.of(new JLineScreen(terminal, true));
  }

  /** Takes over a terminal that lives on afterwards. */
  static Optional<Screen> on(Terminal terminal) {
    return isDumb(terminal) ? Optional.empty() : Optional.of(new JLineScreen(terminal, false));
  }

  private static boolean isDumb(Terminal terminal) {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  @Override
  public int columns() {
    return Math.max(1, terminal.getColumns());
  }

  @Override
  public int rows() {
    return Math.max(1, terminal.getRows());
  }

  @Override
  public void show(List<String> frame) {
    int columns = columns();
    int rows = rows();
    List<String> next = new ArrayList<>(rows);
    PrintWriter out = terminal.writer();
    for (int row = 0; row < rows; row++) {
      String line = row < frame.size() ? Clip.to(frame.get(row), columns) : "";
      next.add(line);
      if (row >= shown.size() || !shown.get(row).equals(line)) {
        out.print("\u001b[" + (row + 1) + ";1H\u001b[2K" + line);
      }
    }
    shown = next;
    terminal.flush();
  }

  @Override
  public Optional<Key> read(Duration atMost) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      if (resized.getAndSet(false)) {
        shown = List.of();
        terminal.puts(Capability.clear_screen);
        return Optional.of(Key.of(Kind.RESIZED));
      }
      long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
      int c = terminal.reader().read(Math.min(left, 200));
      if (c == NonBlockingReader.READ_EXPIRED) {
        if (System.nanoTime() >= end) {
          return Optional.empty();
        }
        continue;
      }
      return Optional.of(key(c));
    }
  }

  private Key key(int c) throws IOException {
    return switch (c) {
      case NonBlockingReader.EOF -> Key.of(Kind.CLOSED);
      case '\r', '\n' -> Key.of(Kind.ENTER);
      case 8, 127 -> Key.of(Kind.BACKSPACE);
      case ESC -> sequence();
      default -> new Key(Kind.CHARACTER, c);
    };
  }

  /** ESC alone, or the keys that terminals send as ESC [ X, ESC O X or ESC [ N ~. */
  private Key sequence() throws IOException {
    int second = terminal.reader().read(SEQUENCE_MILLIS);
    if (second != '[' && second != 'O') {
      return Key.of(Kind.ESCAPE);
    }
    int number = 0;
    int c = terminal.reader().read(SEQUENCE_MILLIS);
    while (c >= '0' && c <= '9' || c == ';') {
      number = c == ';' ? number : Math.min(number * 10 + c - '0', 1000);
      c = terminal.reader().read(SEQUENCE_MILLIS);
    }
    return Key.of(
        switch (c) {
          case 'A' -> Kind.UP;
          case 'B' -> Kind.DOWN;
          case 'H' -> Kind.HOME;
          case 'F' -> Kind.END;
          case '~' ->
              switch (number) {
                case 1, 7 -> Kind.HOME;
                case 4, 8 -> Kind.END;
                case 5 -> Kind.PAGE_UP;
                case 6 -> Kind.PAGE_DOWN;
                default -> Kind.ESCAPE;
              };
          default -> Kind.ESCAPE;
        });
  }

  @Override
  public void close() {
    terminal.puts(Capability.cursor_visible);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.handle(Signal.WINCH, resizeBefore);
    terminal.setAttributes(before);
    if (owned) {
      try {
        terminal.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
