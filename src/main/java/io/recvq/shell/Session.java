package io.recvq.shell;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandRunner;
import io.recvq.cli.Commands;
import io.recvq.cli.ExitStatus;
import io.recvq.cli.OtherTools;
import io.recvq.cli.SessionLink;
import io.recvq.cli.StopSignal;
import io.recvq.lab.Lab;
import io.recvq.net.FileFailure;
import io.recvq.net.Nearest;
import io.recvq.net.OperationException;
import io.recvq.render.Escape;
import io.recvq.render.LastResult;
import io.recvq.render.OutputException;
import io.recvq.render.TextOut;
import io.recvq.shell.Statement.Condition;
import io.recvq.shell.Statement.Word;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs statements: the shell's own words, and recvq's commands in the foreground or as jobs. One
 * thread runs the statements; any thread may interrupt.
 */
final class Session {
  /** Commands that say when they are ready; a script goes on once they have. */
  private static final List<String> ANNOUNCE = List.of("serve", "proxy");

  private static final long ANNOUNCE_SECONDS = 10;

  private final Console console;
  private final Map<String, String> environment;
  private final Jobs jobs = new Jobs();
  private final LastFailure lastFailure = new LastFailure();
  private final Builtins builtins = new Builtins(this);
  private final Lab lab = new Lab();
  private final Variables variables = new Variables(lab::addresses);
  private final StopSignal end;
  private volatile Optional<StopSignal> running = Optional.empty();
  private Optional<Path> recording = Optional.empty();
  private boolean leaving;

  /**
   * @param end ends the whole session and what runs in it
   */
  Session(Console console, Map<String, String> environment, StopSignal end) {
    this.console = console;
    this.environment = environment;
    this.end = end;
  }

  Console console() {
    return console;
  }

  Variables variables() {
    return variables;
  }

  Jobs jobs() {
    return jobs;
  }

  /** The named endpoints. */
  Lab lab() {
    return lab;
  }

  LastFailure lastFailure() {
    return lastFailure;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Asks the command in the foreground to end; false when there is none. */
  boolean interrupt() {
    // Read once: asked to end, the command may be over before the next line here runs.
    Optional<StopSignal> now = running;
    now.ifPresent(StopSignal::stop);
    return now.isPresent();
  }

  /** Whether {@code exit} was run or the session was asked to end. */
  boolean isLeaving() {
    return leaving || end.isStopped();
  }

  void leave() {
    leaving = true;
  }

  /** The signal of what runs in the foreground now. */
  StopSignal foreground() {
    return running.orElseGet(StopSignal::new);
  }

  /**
   * Runs a text's statements one after the other.
   *
   * @param name what messages call the text; empty for a line typed at the prompt
   * @return the status of the first failing statement; without {@code keepGoing} the rest is not
   *     run
   */
  ExitStatus runText(String name, String text, boolean keepGoing) throws InterruptedException {
    return runText(name, 1, text, keepGoing);
  }

  /** The same for text that begins at this line of a script. */
  ExitStatus runText(String name, int line, String text, boolean keepGoing)
      throws InterruptedException {
    List<Statement> statements;
    try {
      statements = Lexer.parse(text, line);
    } catch (SyntaxException e) {
      complain(name, e.line(), e.getMessage());
      return ExitStatus.USAGE;
    }
    ExitStatus result = ExitStatus.OK;
    ExitStatus before = ExitStatus.OK;
    for (int i = 0; i < statements.size() && !isLeaving(); i++) {
      Statement statement = statements.get(i);
      if (statement.condition() != Condition.ALWAYS
          && (statement.condition() == Condition.IF_OK) != (before == ExitStatus.OK)) {
        continue;
      }
      before = runOne(name, statement);
      boolean handled =
          i + 1 < statements.size() && statements.get(i + 1).condition() == Condition.IF_FAILED;
      if (before != ExitStatus.OK && !handled) {
        result = result == ExitStatus.OK ? before : result;
        if (!keepGoing) {
          return result;
        }
      }
    }
    return end.isStopped() && result == ExitStatus.OK ? ExitStatus.INTERRUPTED : result;
  }

  private ExitStatus runOne(String name, Statement statement) throws InterruptedException {
    try {
      List<String> words = new ArrayList<>();
      for (Word word : statement.words()) {
        words.add(variables.expand(word, statement.line()));
      }
      ExitStatus status = run(statement, words);
      if (status != ExitStatus.OK && !name.isEmpty()) {
        complain(name, statement.line(), statement.source() + ": status " + status.code());
      }
      return status;
    } catch (SyntaxException e) {
      complain(name, statement.line(), e.getMessage());
      return ExitStatus.USAGE;
    }
  }

  /** Says what is wrong, with the place in a script. */
  void complain(String name, int line, String message) {
    String place = name.isEmpty() ? "" : name + ":" + line + ": ";
    console.err().println("recvq: " + place + message.lines().findFirst().orElse(""));
  }

  /** Runs one statement whose variables were replaced. */
  ExitStatus run(Statement statement, List<String> words)
      throws SyntaxException, InterruptedException {
    if (words.isEmpty()) {
      throw SyntaxException.wrong("a redirection needs a command", statement.line());
    }
    recordLine(statement);
    if (statement.background()) {
      return background(statement, words);
    }
    StopSignal stop = new StopSignal();
    running = Optional.of(stop);
    lastFailure.begin();
    try (StopSignal.Registration registration = end.onStop(stop::stop);
        Streams streams = Streams.open(statement, this, stop)) {
      ExitStatus status = piped(statement, words, streams, stop);
      status = streams.finish(status);
      lastFailure.end(status != ExitStatus.OK);
      return status;
    } catch (OperationException e) {
      return refused(e);
    } finally {
      if (!end.isStopped()) {
        // An interrupt that came too late for the command is not meant for what follows it.
        Thread.interrupted();
      }
      running = Optional.empty();
    }
  }

  /**
   * Runs it. A program of its pipe that leaves early, as head does, has what it wanted; a file that
   * takes no more ends this statement and not the shell.
   */
  private ExitStatus piped(
      Statement statement, List<String> words, Streams streams, StopSignal stop)
      throws SyntaxException, InterruptedException {
    try {
      return dispatch(statement, words, streams, stop);
    } catch (OutputException e) {
      if (statement.pipe().isPresent() && e.readerGone()) {
        return ExitStatus.OK;
      }
      if (statement.redirects().isEmpty() && statement.pipe().isEmpty()) {
        throw e;
      }
      return refused(e.told());
    }
  }

  /** Says what the system refused to the shell itself. */
  ExitStatus refused(OperationException failure) {
    console.err().println("recvq: " + failure.getMessage());
    lastFailure.is(failure.getMessage());
    return ExitStatus.COULD_NOT_LOOK;
  }

  /** One of the shell's own words, or one of recvq's commands. */
  ExitStatus dispatch(Statement statement, List<String> words, Streams streams, StopSignal stop)
      throws SyntaxException, InterruptedException {
    if (Builtins.isBuiltin(words)) {
      return builtins.run(statement, words, streams);
    }
    if (!words.get(0).startsWith("-") && !Commands.isCommand(words.get(0))) {
      streams.err().println("recvq: " + unknown(words.get(0)));
      return ExitStatus.USAGE;
    }
    return command(words, streams, stop);
  }

  /** What to say of a word that nobody knows: the nearest one that means something. */
  private static String unknown(String word) {
    Optional<String> here = OtherTools.here(word);
    if (here.isPresent()) {
      return "no command '" + word + "'; that is '" + here.get() + "' here; help lists all";
    }
    List<String> known = new ArrayList<>(Commands.names());
    known.addAll(Commands.SESSION.names());
    known.addAll(Builtins.names());
    return "no command '"
        + Escape.text(word)
        + "'; "
        + Nearest.to(word, known)
            .map(near -> "did you mean '" + near + "'? help lists all")
            .orElse("help lists them");
  }

  /** One of recvq's commands. */
  ExitStatus command(List<String> words, Streams streams, StopSignal stop) {
    LastResult last = new LastResult();
    SessionLink link = new SessionLink(lab, last, name -> {});
    ExitStatus status =
        command(words, streams.in(), streams.out(), streams.err(), streams.view(), stop, link);
    variables.last(last.fields(), status.code());
    return status;
  }

  private ExitStatus command(
      List<String> words,
      InputStream in,
      TextOut out,
      TextOut err,
      CommandContext.TerminalView view,
      StopSignal stop,
      SessionLink link) {
    return CommandRunner.run(
        words,
        new CommandContext(
            in, out, err, environment, view, stop, console.screens(), Optional.of(link)));
  }

  private ExitStatus background(Statement statement, List<String> words)
      throws SyntaxException, InterruptedException {
    if (Builtins.isBuiltin(words) || !Commands.isCommand(words.get(0))) {
      throw SyntaxException.wrong(
          "'" + words.get(0) + "' cannot run in the background", statement.line());
    }
    if (statement.pipe().isPresent() || !statement.redirects().isEmpty()) {
      throw SyntaxException.wrong(
          "a background job has no pipe or redirection; see log N for its output",
          statement.line());
    }
    boolean quiet = words.contains("--quiet");
    List<String> command = words.stream().filter(word -> !word.equals("--quiet")).toList();
    LastResult said = new LastResult();
    Job job = jobs.start(statement.source(), started -> runJob(started, command, quiet, said));
    console.showNotice("[" + job.number() + "] " + job.source());
    if (ANNOUNCE.contains(words.get(0))) {
      job.awaitAnnouncement(ANNOUNCE_SECONDS);
      variables.last(said.fields(), job.status().code());
    }
    return ExitStatus.OK;
  }

  /** Its output is kept for {@code log}, and shown unless it shall be quiet. */
  private ExitStatus runJob(Job job, List<String> words, boolean quiet, LastResult said) {
    Consumer<byte[]> shown = quiet ? line -> {} : line -> console.showJobOutput(job.number(), line);
    SessionLink link = new SessionLink(lab, said, name -> named(job, name));
    try (StopSignal.Registration registration = end.onStop(job.stop()::stop);
        JobOutput lines = job.newOutput(shown);
        JobOutput messages = job.newOutput(shown)) {
      ExitStatus status =
          command(
              words,
              InputStream.nullInputStream(),
              new TextOut(lines, true),
              TextOut.messages(
                  messages,
                  console.view().errorIsTerminal()
                      ? console.jobView(job.number()).columns()
                      : TextOut.UNLIMITED),
              console.jobView(job.number()),
              job.stop(),
              link);
      boolean killed = status == ExitStatus.INTERRUPTED;
      console.showNotice(
          "["
              + job.number()
              + "] "
              + (killed ? "stopped" : "ended with status " + status.code())
              + ": "
              + job.source());
      return status;
    } catch (OutputException e) {
      return ExitStatus.COULD_NOT_LOOK;
    }
  }

  /** What the job runs has a name now: it is ready. */
  private void named(Job job, String name) {
    console.showNotice("[" + job.number() + "] named " + name);
    job.announced();
  }

  /**
   * Appends each line that is run from now on to this file, which is made now.
   *
   * @throws OperationException when it cannot be made or written; what was recorded before goes on
   */
  void record(Path file) throws OperationException {
    append(file, "");
    recording = Optional.of(file);
  }

  void recordNoMore() {
    recording = Optional.empty();
  }

  private static void append(Path file, String text) throws OperationException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw FileFailure.write(file.toString(), e);
    }
  }

  private void recordLine(Statement statement) {
    boolean aboutRecording = statement.source().matches("record(\\s.*)?");
    if (recording.isEmpty() || statement.words().isEmpty() || aboutRecording) {
      return;
    }
    try {
      append(recording.get(), statement.source() + (statement.background() ? " &" : "") + "\n");
    } catch (OperationException e) {
      console.err().println("recvq: recording ends: " + e.getMessage());
      recordNoMore();
    }
  }

  /** Stops what still runs, so that nothing is left listening; says what did not end. */
  void close() throws InterruptedException {
    for (Job stuck : jobs.stopAll()) {
      console.err().println("recvq: job " + stuck.number() + " did not end: " + stuck.source());
    }
    lab.close();
    try {
      console.out().flush();
      console.err().flush();
    } catch (OutputException e) {
      if (!e.readerGone()) {
        throw e;
      }
    }
  }
}
