package io.recvq.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A terminal of tmux in which the packaged program's shell runs, typed into and looked at. */
public final class Tmux {
  /** The launcher of the packaged program. */
  public static final String RECVQ =
      System.getProperty("recvq.home", "target/recvq") + "/bin/recvq";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path home;

  /**
   * @param home the user's home, where tmux has its socket, too
   */
  public Tmux(Path home) {
    this.home = home;
  }

  private String run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("tmux", "-u", "-S", home.resolve("tmux").toString(), "-f", "/dev/null"));
    command.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(60, TimeUnit.SECONDS);
    return out;
  }

  /** Starts the shell in a terminal that says {@code left with STATUS} when it has ended. */
  public void start(int columns, int rows, String environment)
      throws IOException, InterruptedException {
    start(columns, rows, environment, "");
  }

  /** The same with words for recvq. */
  public void start(int columns, int rows, String environment, String words)
      throws IOException, InterruptedException {
    String program =
        "trap : INT; env HOME="
            + home
            + " XDG_STATE_HOME= XDG_CONFIG_HOME= "
            + environment
            + " "
            + RECVQ
            + " "
            + words
            + "; echo left with $?; while :; do sleep 1000; done";
    startProgram(columns, rows, program);
  }

  /** Starts any line of a shell in a terminal. */
  public void startProgram(int columns, int rows, String line)
      throws IOException, InterruptedException {
    run("new-session", "-d", "-x", String.valueOf(columns), "-y", String.valueOf(rows), line);
  }

  /** Presses keys: text, or names of keys as tmux has them. */
  public void type(String... keys) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("send-keys"));
    command.addAll(Arrays.asList(keys));
    run(command.toArray(String[]::new));
  }

  /** Gives the terminal another size. */
  public void resize(int columns, int rows) throws IOException, InterruptedException {
    run("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
  }

  /** Waits until the screen matches; fails with the screen when it does not in good time. */
  public String see(String expression) throws IOException, InterruptedException {
    Pattern pattern = Pattern.compile(expression, Pattern.DOTALL | Pattern.MULTILINE);
    long end = System.nanoTime() + PATIENCE.toNanos();
    String screen = "";
    while (System.nanoTime() < end) {
      screen = screen();
      if (pattern.matcher(screen).find()) {
        return screen;
      }
    }
    throw new AssertionError("did not see " + expression + " but\n" + screen);
  }

  /** What tmux knows of the terminal, in its own format. */
  public String display(String format) throws IOException, InterruptedException {
    return run("display-message", "-p", format);
  }

  /** What is on the screen now. */
  public String screen() throws IOException, InterruptedException {
    return run("capture-pane", "-p", "-J");
  }

  /** The screen with the sequences that colour it. */
  public String screenWithColours() throws IOException, InterruptedException {
    return run("capture-pane", "-p", "-e");
  }

  /**
   * Ends the terminal and what runs in it, and waits until all of that has ended: a shell that is
   * hung up still writes its history into the home, which is deleted after the test.
   */
  public void close() throws IOException, InterruptedException {
    String pid = display("#{pane_pid}").strip();
    List<ProcessHandle> running = new ArrayList<>();
    if (pid.matches("\\d+")) {
      ProcessHandle.of(Long.parseLong(pid))
          .ifPresent(
              pane -> {
                running.add(pane);
                pane.descendants().forEach(running::add);
              });
    }
    run("kill-server");
    Program.awaitEnds(running);
  }
}
