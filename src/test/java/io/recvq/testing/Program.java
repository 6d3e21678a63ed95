package io.recvq.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged program, or any other, run as a process of its own. */
public final class Program {
  /** Far above what any run takes, so that only a hang reaches it. */
  private static final int LIMIT_SECONDS = 120;

  /** A thread for each stream: reading one blocks, and the common pool may have a single thread. */
  private static final Executor READERS =
      task -> {
        Thread thread = new Thread(task, "reader");
        thread.setDaemon(true);
        thread.start();
      };

  /** Ends what a test has waited for in vain, so that the waiting ends, too. */
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "watch of programs");
            thread.setDaemon(true);
            return thread;
          });

  private Program() {}

  /** What a finished process left. */
  public record Result(int status, String out, String err) {}

  /** The launcher of the packaged program. */
  public static Path recvq() {
    return Path.of(System.getProperty("recvq.home"), "bin", "recvq");
  }

  /**
   * Copies the packaged program into a folder that every user may read, wherever this checkout is,
   * and gives the copy's launcher.
   */
  public static Path copyForEveryUser(Path folder) throws IOException {
    Path home = Path.of(System.getProperty("recvq.home"));
    List<Path> all;
    try (Stream<Path> walk = Files.walk(home)) {
      all = walk.toList();
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Path path : all) {
      Path copy = folder.resolve(home.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
      } else {
        Files.copy(path, copy);
        boolean runs = Files.isExecutable(path);
        Files.setPosixFilePermissions(
            copy, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
    return folder.resolve("bin").resolve("recvq");
  }

  /** Runs recvq with these words and no standard input, and waits for its end. */
  public static Result recvq(String... words) throws IOException, InterruptedException {
    return run(Map.of(), "", command(words));
  }

  /** The command line of recvq with these words. */
  public static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(recvq().toString()));
    command.addAll(List.of(words));
    return command;
  }

  /** Runs a command line with this standard input and waits for its end. */
  public static Result run(Map<String, String> environment, String input, List<String> command)
      throws IOException, InterruptedException {
    Running running = start(environment, command);
    running.process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    running.process.getOutputStream().close();
    return running.awaitEnd();
  }

  /** Starts a command line; close it to be sure that it has ended. */
  public static Running start(Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // Tests that run under sudo are no reason for a capture to become who called it.
    builder.environment().keySet().removeIf(name -> name.startsWith("SUDO_"));
    builder.environment().putAll(environment);
    return new Running(builder.start());
  }

  /** A process whose output is read as it comes. */
  public static final class Running implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final StringBuilder seen = new StringBuilder();
    private final CompletableFuture<String> err;

    private Running(Process process) {
      this.process = process;
      this.out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      this.err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), READERS);
    }

    public Process process() {
      return process;
    }

    /**
     * Reads standard output up to the first line with this in it, and gives that line. A process
     * that never writes it is ended.
     */
    public String awaitLine(String part) throws IOException {
      Future<?> limit = WATCH.schedule(process::destroyForcibly, LIMIT_SECONDS, TimeUnit.SECONDS);
      try {
        return lineWith(part);
      } finally {
        limit.cancel(false);
      }
    }

    private String lineWith(String part) throws IOException {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        seen.append(line).append('\n');
        if (line.contains(part)) {
          return line;
        }
      }
      throw new AssertionError("no line with '" + part + "' in:\n" + seen + err.join());
    }

    /** Waits for the end and gives what was written, the lines already read included. */
    public Result awaitEnd() throws IOException, InterruptedException {
      StringBuilder rest = new StringBuilder(seen);
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(
              () -> out.lines().map(line -> line + "\n").collect(Collectors.joining()), READERS);
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it hangs");
      try {
        return new Result(process.exitValue(), rest.append(output.get()).toString(), err.get());
      } catch (ExecutionException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Waits until all of these have ended. */
  public static void awaitEnds(List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    for (ProcessHandle process : processes) {
      try {
        process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("process " + process.pid() + " does not end", e);
      }
    }
  }

  private static String text(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
