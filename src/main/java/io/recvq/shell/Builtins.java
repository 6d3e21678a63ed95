package io.recvq.shell;

import io.recvq.cli.CommandModel;
import io.recvq.cli.Commands;
import io.recvq.cli.ExitStatus;
import io.recvq.cli.StopSignal;
import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.render.Escape;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words that only the shell has. */
final class Builtins {
  /** Name, arguments and purpose of each, in the order of the help. */
  static final List<CommandModel> MODELS =
      List.of(
          model("jobs", "", "List the background jobs."),
          model("fg", "[JOB]", "Bring a job to the front; Ctrl-C then stops it."),
          model("kill", "JOB...|all", "Stop background jobs."),
          model("wait", "[JOB...]", "Wait until jobs have ended."),
          model("log", "JOB", "Show what a job has written so far."),
          model("set", "[NAME=VALUE...]", "Set variables or list them; $NAME is the value."),
          model("unset", "NAME...", "Forget variables."),
          model("echo", "[WORD...]", "Print the words."),
          model("clear", "", "Empty the screen, as Ctrl-L does."),
          model("time", "COMMAND...", "Run a command and say how long it took."),
          model("watch", "[SECONDS] COMMAND...", "Run a command again and again until Ctrl-C."),
          model("record", "FILE|off", "Append each line that is run to a file."),
          model("exit", "[STATUS]", "Leave; jobs are stopped."));

  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

  /** A file that runs itself ends here. */
  private static final int MOST_NESTED = 20;

  private final Session session;
  private int nested;

  Builtins(Session session) {
    this.session = session;
  }

  private static CommandModel model(String name, String arguments, String description) {
    CommandModel.Values text = new CommandModel.Values(CommandModel.ValueKind.TEXT, List.of());
    List<CommandModel.Operand> operands =
        arguments.isEmpty()
            ? List.of()
            : List.of(new CommandModel.Operand(arguments, "", true, text));
    return new CommandModel(name, description, List.of(), operands, List.of());
  }

  /** Whether the shell runs these words itself. */
  static boolean isBuiltin(List<String> words) {
    String name = words.get(0);
    if (name.equals("watch") && words.size() > 1) {
      return Repetition.of(words.subList(1, words.size())).isPresent();
    }
    return names().contains(name)
        || name.equals("quit")
        || name.equals("shell")
        || name.equals("run") && words.stream().noneMatch(Builtins::asksForHelp)
        || words.equals(List.of("help"))
        || words.size() == 2 && words.get(0).equals("help") && names().contains(words.get(1))
        || words.equals(List.of("explain"));
  }

  private static boolean asksForHelp(String word) {
    return word.equals("--help") || word.equals("-h");
  }

  static List<String> names() {
    return MODELS.stream().map(CommandModel::name).toList();
  }

  ExitStatus run(Statement statement, List<String> words, Streams streams)
      throws SyntaxException, InterruptedException {
    List<String> rest = words.subList(1, words.size());
    int line = statement.line();
    if (rest.size() == 1 && asksForHelp(rest.get(0)) && names().contains(words.get(0))) {
      return help(words.get(0), streams);
    }
    return switch (words.get(0)) {
      case "jobs" -> list(streams);
      case "fg" -> foreground(job(rest.isEmpty() ? newest(line) : rest.get(0), line));
      case "kill" -> kill(rest, line);
      case "wait" -> await(rest, line);
      case "log" -> log(only(rest, "a job's number", line), line, streams);
      case "set" -> set(rest, line, streams);
      case "unset" -> {
        rest.forEach(session.variables()::unset);
        yield ExitStatus.OK;
      }
      case "echo" -> {
        echo(String.join(" ", rest), streams);
        yield ExitStatus.OK;
      }
      case "clear" -> {
        session.console().clear();
        yield ExitStatus.OK;
      }
      case "time" -> time(statement, rest, streams);
      case "watch" -> watch(statement, rest, streams);
      case "record" -> record(only(rest, "a file's name, or off", line), line);
      case "run" -> runFile(rest, line);
      case "shell" -> throw SyntaxException.wrong("this is the shell already", line);
      case "help" -> rest.isEmpty() ? help(words, streams) : explained(rest.get(0), streams);
      case "explain" -> explain(words, streams);
      default -> {
        session.leave();
        yield exitStatus(rest, line);
      }
    };
  }

  /** Values may hold a peer's bytes: a terminal sees them escaped, a pipe or file as they are. */
  private static void echo(String text, Streams streams) {
    boolean terminal = streams.view().outputIsTerminal();
    String safe =
        terminal
            ? Arrays.stream(text.split("\n", -1))
                .map(Escape::text)
                .collect(Collectors.joining("\n"))
            : text;
    streams.out().println(safe);
    streams.out().flush();
  }

  private static String only(List<String> rest, String what, int line) throws SyntaxException {
    if (rest.size() != 1) {
      throw SyntaxException.wrong("give " + what, line);
    }
    return rest.get(0);
  }

  private static ExitStatus exitStatus(List<String> rest, int line) throws SyntaxException {
    if (rest.isEmpty()) {
      return ExitStatus.OK;
    }
    for (ExitStatus status : ExitStatus.values()) {
      if (rest.equals(List.of(String.valueOf(status.code())))) {
        return status;
      }
    }
    throw SyntaxException.wrong("a status is 0 to 4 or 130", line);
  }

  private Job job(String text, int line) throws SyntaxException {
    return session
        .jobs()
        .find(text)
        .orElseThrow(() -> SyntaxException.wrong("no job '" + text + "'; jobs lists them", line));
  }

  private String newest(int line) throws SyntaxException {
    return session
        .jobs()
        .newest()
        .map(job -> String.valueOf(job.number()))
        .orElseThrow(() -> SyntaxException.wrong("no job runs", line));
  }

  private ExitStatus list(Streams streams) {
    Table table =
        new Table(List.of(Column.number("Job"), Column.text("State"), Column.text("Command")));
    for (Job job : session.jobs().all()) {
      String state = job.isRunning() ? "running" : "status " + job.status().code();
      table.row(List.of(String.valueOf(job.number()), state, Escape.text(job.source())));
    }
    if (session.jobs().all().isEmpty()) {
      streams.err().println("recvq: no jobs; a line that ends in & starts one");
    } else {
      table.lines(Style.PLAIN).forEach(streams.out()::println);
      streams.out().flush();
    }
    return ExitStatus.OK;
  }

  private ExitStatus foreground(Job job) throws InterruptedException {
    StopSignal stop = session.foreground();
    if (job.isRunning()) {
      session.console().showNotice(job.source());
    }
    try (StopSignal.Registration registration = stop.onStop(job.stop()::stop)) {
      job.awaitEnd(new StopSignal());
    }
    return job.status();
  }

  private ExitStatus kill(List<String> rest, int line)
      throws SyntaxException, InterruptedException {
    if (rest.isEmpty()) {
      throw SyntaxException.wrong("give a job's number, or all", line);
    }
    if (rest.equals(List.of("all"))) {
      session.jobs().stopAll();
      return ExitStatus.OK;
    }
    for (String text : rest) {
      Job job = job(text, line);
      job.stop().stop();
      job.awaitEnd(session.foreground());
    }
    return ExitStatus.OK;
  }

  private ExitStatus await(List<String> rest, int line)
      throws SyntaxException, InterruptedException {
    ExitStatus result = ExitStatus.OK;
    List<Job> awaited = new ArrayList<>();
    for (String text : rest) {
      awaited.add(job(text, line));
    }
    for (Job job : rest.isEmpty() ? session.jobs().running() : awaited) {
      if (!job.awaitEnd(session.foreground())) {
        return ExitStatus.INTERRUPTED;
      }
      result = result == ExitStatus.OK ? job.status() : result;
    }
    return result;
  }

  private ExitStatus log(String text, int line, Streams streams) throws SyntaxException {
    for (byte[] kept : job(text, line).output()) {
      streams.out().write(kept, 0, kept.length);
    }
    streams.out().flush();
    return ExitStatus.OK;
  }

  private ExitStatus set(List<String> rest, int line, Streams streams) throws SyntaxException {
    for (String text : rest) {
      Matcher matcher = ASSIGNMENT.matcher(text);
      if (!matcher.matches()) {
        throw SyntaxException.wrong("'" + text + "' is not NAME=VALUE", line);
      }
      session.variables().set(matcher.group(1), matcher.group(2));
    }
    if (rest.isEmpty()) {
      for (Map.Entry<String, String> variable : session.variables().all().entrySet()) {
        streams.out().println(variable.getKey() + "=" + Escape.text(variable.getValue()));
      }
      streams.out().flush();
    }
    return ExitStatus.OK;
  }

  private ExitStatus time(Statement statement, List<String> rest, Streams streams)
      throws SyntaxException, InterruptedException {
    if (rest.isEmpty()) {
      throw SyntaxException.wrong("give the command to time", statement.line());
    }
    long start = System.nanoTime();
    ExitStatus status = session.dispatch(statement, rest, streams, session.foreground());
    double seconds = (System.nanoTime() - start) / 1e9;
    streams.err().println(String.format(Locale.US, "%.3f s, status %d", seconds, status.code()));
    return status;
  }

  private ExitStatus watch(Statement statement, List<String> rest, Streams streams)
      throws SyntaxException, InterruptedException {
    Repetition repetition =
        Repetition.of(rest)
            .orElseThrow(
                () -> SyntaxException.wrong("give the command to watch", statement.line()));
    StopSignal stop = session.foreground();
    while (true) {
      if (streams.view().outputIsTerminal()) {
        streams.out().print("\u001b[H\u001b[2J");
      }
      ExitStatus status = session.dispatch(statement, repetition.words(), streams, stop);
      if (status == ExitStatus.USAGE || status == ExitStatus.DEFECT) {
        return status;
      }
      if (stop.await(repetition.interval())) {
        return ExitStatus.INTERRUPTED;
      }
    }
  }

  private ExitStatus record(String file, int line) throws SyntaxException {
    if (file.equals("off")) {
      session.recordNoMore();
      return ExitStatus.OK;
    }
    try {
      session.record(Streams.path(file, line));
      return ExitStatus.OK;
    } catch (OperationException e) {
      return session.refused(e);
    }
  }

  private ExitStatus runFile(List<String> rest, int line)
      throws SyntaxException, InterruptedException {
    boolean keepGoing = rest.contains("-k") || rest.contains("--keep-going");
    List<String> files = rest.stream().filter(word -> !word.startsWith("-")).toList();
    Path file = Streams.path(only(files, "the file to run", line), line);
    if (nested == MOST_NESTED) {
      throw SyntaxException.wrong(
          file + " is run by a file that is run by a file, " + MOST_NESTED + " deep", line);
    }
    nested++;
    try {
      return session.runText(file.toString(), Files.readString(file), keepGoing);
    } catch (IOException e) {
      return session.refused(FileFailure.read(file.toString(), e));
    } finally {
      nested--;
    }
  }

  /** All commands, and the words that only a shell has. */
  private ExitStatus help(List<String> words, Streams streams) {
    ExitStatus status = session.command(words, streams, session.foreground());
    streams.out().println("\nNamed endpoints, in this shell");
    for (CommandModel model : CommandModel.ofSession()) {
      streams.out().println(String.format("  %-10s %s", model.name(), model.description()));
    }
    streams.out().println("\nThe shell itself");
    for (CommandModel model : MODELS) {
      streams.out().println(String.format("  %-28s %s", usage(model), model.description()));
    }
    streams.out().println("  A line may end in & (a job), use ; && || | > >> < and $NAME.");
    streams.out().println("  help WORD has the rest of each, with examples.");
    streams.out().flush();
    return status;
  }

  private static String usage(CommandModel model) {
    String label = model.operands().isEmpty() ? "" : " " + model.operands().get(0).label();
    return model.name() + label;
  }

  /** One of the shell's own words, and the command of that name, where there is one as well. */
  private ExitStatus explained(String name, Streams streams) {
    ExitStatus status = help(name, streams);
    if (!Commands.isCommand(name)) {
      return status;
    }
    streams.out().println("\nAnd with what to look at in place of a command:\n");
    return session.command(List.of("help", name), streams, session.foreground());
  }

  /** One of the shell's own words with its examples. */
  private static ExitStatus help(String name, Streams streams) {
    for (CommandModel model : MODELS) {
      if (model.name().equals(name)) {
        streams.out().println("Usage: " + usage(model));
        streams.out().println(model.description());
        streams.out().println("\nExamples:");
        BuiltinExamples.of(name).forEach(line -> streams.out().println("  " + line));
      }
    }
    streams.out().flush();
    return ExitStatus.OK;
  }

  /** Explains the last failure; without one, lists all words as the command does. */
  private ExitStatus explain(List<String> words, Streams streams) {
    List<String> failed = session.lastFailure().words();
    if (failed.isEmpty()) {
      return session.command(words, streams, session.foreground());
    }
    streams.out().println(session.lastFailure().message().strip() + "\n");
    return session.command(List.of("explain", failed.get(0)), streams, session.foreground());
  }
}
