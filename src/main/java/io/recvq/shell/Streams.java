package io.recvq.shell;

import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.cli.ExitStatus;
import io.recvq.cli.StopSignal;
import io.recvq.net.OperationException;
import io.recvq.render.Escape;
import io.recvq.render.TextOut;
import io.recvq.shell.Statement.Redirect;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The streams of one statement: the console's, files, or a pipe into programs of the system. */
final class Streams implements AutoCloseable {
  private final List<Closeable> files = new ArrayList<>();
  private final StopSignal stop;
  private InputStream in;
  private TextOut out;
  private TextOut err;
  private TerminalView view;
  private Optional<Process> reader = Optional.empty();
  private Optional<Thread> pump = Optional.empty();

  private Streams(Console console, StopSignal stop) {
    this.stop = stop;
    this.in = console.newInput();
    this.out = console.out();
    this.err = console.err();
    this.view = console.view();
    files.add(in);
  }

  /** Opens what the statement asks for; throws when a file or the pipe cannot be opened. */
  static Streams open(Statement statement, Session session, StopSignal stop)
      throws OperationException, SyntaxException {
    Streams streams = new Streams(session.console(), stop);
    try {
      streams.err =
          TextOut.messages(
              session.lastFailure().copyOf(new TextOutStream(streams.err)),
              streams.view.messageColumns());
      for (Redirect redirect : statement.redirects()) {
        String file = session.variables().expand(redirect.file(), statement.line());
        streams.redirect(redirect, path(file, statement.line()));
      }
      if (statement.pipe().isPresent()) {
        streams.pipe(session.variables().expand(statement.pipe().get(), statement.line()), session);
      }
      return streams;
    } catch (OperationException | SyntaxException e) {
      streams.close();
      throw e;
    }
  }

  /** The file of a name; throws when no file can have it, as one with a zero byte in it. */
  static Path path(String name, int line) throws SyntaxException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw SyntaxException.wrong(
          "'" + Escape.text(name) + "' is no name of a file: " + e.getReason(), line);
    }
  }

  private void redirect(Redirect redirect, Path path) throws OperationException {
    try {
      if (redirect.stream() == Redirect.Stream.IN) {
        in = Files.newInputStream(path);
        files.add(in);
        return;
      }
      OutputStream target =
          redirect.append()
              ? Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
              : Files.newOutputStream(path);
      files.add(target);
      if (redirect.stream() == Redirect.Stream.OUT) {
        out = new TextOut(target, false);
        view = new TerminalView(false, view.errorIsTerminal(), 80);
      } else {
        err = TextOut.messages(target);
        view = new TerminalView(view.outputIsTerminal(), false, view.columns());
      }
    } catch (IOException e) {
      throw OperationException.of("open " + path, e, "");
    }
  }

  private void pipe(String commands, Session session) throws OperationException {
    Console console = session.console();
    console.out().flush();
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", commands);
    if (console.childrenInherit()) {
      builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    } else {
      builder.redirectErrorStream(true);
    }
    try {
      Process process = builder.start();
      reader = Optional.of(process);
      if (!console.childrenInherit()) {
        Thread thread = new Thread(() -> copy(process.getInputStream(), console.out()), "pipe");
        thread.start();
        pump = Optional.of(thread);
      }
      out = new TextOut(process.getOutputStream(), true);
      view = new TerminalView(false, view.errorIsTerminal(), 80);
    } catch (IOException e) {
      throw OperationException.of("run sh for the pipe", e, "");
    }
  }

  private static void copy(InputStream from, TextOut to) {
    byte[] buffer = new byte[8192];
    try {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        to.write(buffer, 0, count);
      }
    } catch (IOException e) {
      to.println("recvq: cannot read what the pipe says: " + e.getMessage());
    }
  }

  InputStream in() {
    return in;
  }

  TextOut out() {
    return out;
  }

  TextOut err() {
    return err;
  }

  TerminalView view() {
    return view;
  }

  /**
   * Waits for the programs of the pipe. The outcome is the command's own unless that is good and
   * the pipe's is not.
   */
  ExitStatus finish(ExitStatus own) throws InterruptedException {
    if (reader.isEmpty()) {
      return own;
    }
    Process process = reader.get();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The reader left early, as head does: it has what it wanted, and its status says the rest.
    }
    try (StopSignal.Registration registration = stop.onStop(process::destroy)) {
      int status = process.waitFor();
      if (pump.isPresent()) {
        pump.get().join();
      }
      return own == ExitStatus.OK && status != 0 ? ExitStatus.BAD_ANSWER : own;
    }
  }

  @Override
  public void close() throws OperationException {
    reader.ifPresent(Process::destroy);
    for (Closeable file : files) {
      try {
        file.close();
      } catch (IOException e) {
        throw OperationException.of("close the redirection's file", e, "");
      }
    }
  }
}
