package io.recvq.shell;

import io.recvq.cli.CommandModel;
import io.recvq.cli.CommandModel.Flag;
import io.recvq.cli.CommandModel.Operand;
import io.recvq.cli.CommandModel.Values;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, options, their values, files, variables and what is live on this machine. */
final class ShellCompleter implements Completer {
  private final List<CommandModel> commands = new ArrayList<>();
  private final Session session;
  private final LiveValues live;

  ShellCompleter(Session session, LiveValues live) {
    this.session = session;
    this.live = live;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    CompletionPoint point = CompletionPoint.of(line.line().substring(0, line.cursor()));
    candidates.addAll(candidates(point));
  }

  /** What fits at this point. */
  List<Candidate> candidates(CompletionPoint point) {
    List<Candidate> offers = new ArrayList<>();
    if (point.inPipe() || point.redirect()) {
      files(point.word(), offers);
    } else if (point.word().startsWith("$")) {
      session.variables().all().forEach((name, value) -> offer(offers, "$" + name, value));
      session.variables().endpoints().forEach((name, value) -> offer(offers, "$" + name, value));
      session.variables().last().forEach((name, value) -> offer(offers, "$" + name, value));
    } else if (point.words().isEmpty()) {
      words(offers);
    } else {
      try {
        arguments(point.words(), point.word(), offers);
      } catch (IOException e) {
        // Nothing can be offered of a state that cannot be read; typing goes on without.
        return offers;
      }
    }
    return offers;
  }

  /** Built once, when it is first needed: it is the model of every command. */
  private synchronized List<CommandModel> commands() {
    if (commands.isEmpty()) {
      commands.addAll(CommandModel.all());
      commands.addAll(CommandModel.ofSession());
    }
    return commands;
  }

  private Optional<CommandModel> command(String name) {
    return commands().stream().filter(command -> command.name().equals(name)).findFirst();
  }

  private void arguments(List<String> words, String word, List<Candidate> offers)
      throws IOException {
    switch (words.get(0)) {
      case "fg", "kill", "wait", "log" -> jobs(offers);
      case "time" -> nested(words.subList(1, words.size()), word, offers);
      case "watch" -> watch(words.subList(1, words.size()), word, offers);
      case "record" -> files(word, offers);
      default -> {
        Optional<CommandModel> command = command(words.get(0));
        if (command.isPresent()) {
          below(command.get(), words.subList(1, words.size()), word, offers);
        }
      }
    }
  }

  /** Behind {@code watch} stands a command to repeat, or what the command {@code watch} takes. */
  private void watch(List<String> words, String word, List<Candidate> offers) throws IOException {
    List<String> whole = new ArrayList<>(words);
    whole.add(word);
    Optional<Repetition> repetition = Repetition.of(whole);
    if (repetition.isPresent() && repetition.get().words().size() > 1) {
      List<String> command = repetition.get().words();
      nested(command.subList(0, command.size() - 1), word, offers);
      return;
    }
    if (words.isEmpty() || repetition.isPresent()) {
      words(offers);
    }
    Optional<CommandModel> command = command("watch");
    if (command.isPresent()) {
      below(command.get(), words, word, offers);
    }
  }

  private void nested(List<String> words, String word, List<Candidate> offers) {
    offers.addAll(candidates(new CompletionPoint(words, word, word, (char) 0, false, false)));
  }

  private void below(CommandModel command, List<String> words, String word, List<Candidate> offers)
      throws IOException {
    for (CommandModel subcommand : command.subcommands()) {
      if (!words.isEmpty() && words.get(0).equals(subcommand.name())) {
        below(subcommand, words.subList(1, words.size()), word, offers);
        return;
      }
    }
    Optional<Flag> before =
        words.isEmpty() ? Optional.empty() : flag(command, words.get(words.size() - 1));
    int equals = word.indexOf('=');
    if (before.isPresent() && before.get().takesValue()) {
      values(before.get().values(), word, "", offers);
    } else if (word.startsWith("--") && equals > 0) {
      Optional<Flag> flag = flag(command, word.substring(0, equals));
      if (flag.isPresent()) {
        String prefix = word.substring(0, equals + 1);
        values(flag.get().values(), word.substring(equals + 1), prefix, offers);
      }
    } else if (word.startsWith("-")) {
      for (Flag flag : command.options()) {
        offer(offers, flag.longest(), flag.description());
      }
    } else if (!command.subcommands().isEmpty()) {
      command.subcommands().forEach(sub -> offer(offers, sub.name(), sub.description()));
    } else {
      operand(command, words, word, offers);
    }
  }

  private void operand(
      CommandModel command, List<String> words, String word, List<Candidate> offers)
      throws IOException {
    int position = 0;
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).startsWith("-")) {
        i += flag(command, words.get(i)).filter(Flag::takesValue).isPresent() ? 1 : 0;
      } else {
        position++;
      }
    }
    List<Operand> operands = command.operands();
    if (!operands.isEmpty()) {
      Operand last = operands.get(operands.size() - 1);
      if (position < operands.size()) {
        values(operands.get(position).values(), word, "", offers);
      } else if (last.many()) {
        values(last.values(), word, "", offers);
      }
    }
  }

  private static Optional<Flag> flag(CommandModel command, String name) {
    return command.options().stream().filter(flag -> flag.names().contains(name)).findFirst();
  }

  private void values(Values values, String word, String prefix, List<Candidate> offers)
      throws IOException {
    switch (values.kind()) {
      case CHOICE -> values.choices().forEach(choice -> offer(offers, prefix + choice, ""));
      case FILE -> files(word, offers);
      case INTERFACE ->
          live.interfaces().forEach((name, text) -> offer(offers, prefix + name, text));
      case PORT ->
          live.listeningPorts().forEach((port, holder) -> offer(offers, prefix + port, holder));
      case ADDRESS -> {
        String host = word.startsWith("127.0.0.1:") ? "127.0.0.1:" : "";
        live.listeningPorts()
            .forEach((port, holder) -> offer(offers, prefix + host + port, holder));
      }
      case HOST -> offer(offers, prefix + "localhost", "");
      case COMMAND -> words(offers);
      case ENDPOINT -> session.lab().names().forEach(name -> offer(offers, prefix + name, ""));
      case EFFECT -> effects(word, prefix, offers);
      case CONDITION -> condition(word, prefix, offers);
      case TEXT -> {}
    }
  }

  /** All words that may begin a line. */
  private void words(List<Candidate> offers) {
    commands().forEach(command -> offer(offers, command.name(), command.description()));
    Builtins.MODELS.forEach(model -> offer(offers, model.name(), model.description()));
  }

  /** Effects, and behind an at sign their moments. */
  private static void effects(String word, String prefix, List<Candidate> offers) {
    int at = word.indexOf('@');
    if (at < 0) {
      CommandModel.effects().forEach(e -> offer(offers, prefix + e.text(), e.description()));
    } else {
      String start = prefix + word.substring(0, at + 1);
      CommandModel.moments().forEach(m -> offer(offers, start + m.text(), m.description()));
    }
  }

  /** The field at the end of a condition. */
  private static void condition(String word, String prefix, List<Candidate> offers) {
    String before = word.substring(0, Math.max(word.lastIndexOf(' '), word.lastIndexOf('(')) + 1);
    for (CommandModel.Word field : CommandModel.conditionFields()) {
      offer(offers, prefix + before + field.text(), field.description());
    }
  }

  private void jobs(List<Candidate> offers) {
    for (Job job : session.jobs().all()) {
      offer(offers, String.valueOf(job.number()), job.source());
    }
  }

  private static void files(String word, List<Candidate> offers) {
    int slash = word.lastIndexOf('/');
    String folder = word.substring(0, slash + 1);
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean hidden = name.startsWith(".") && !word.substring(slash + 1).startsWith(".");
        if (!hidden) {
          boolean isFolder = Files.isDirectory(entry);
          String value = folder + name + (isFolder ? "/" : "");
          offers.add(new Candidate(value, name, null, null, null, null, !isFolder));
        }
      }
    } catch (IOException | InvalidPathException e) {
      // No such folder, or none that may be read: there is nothing to offer.
      offers.clear();
    }
  }

  private static void offer(List<Candidate> offers, String value, String description) {
    String shown = description.isEmpty() ? null : description;
    offers.add(new Candidate(value, value, null, shown, null, null, isWhole(value)));
  }

  /** Whether a space may follow: nothing is missing at the end. */
  private static boolean isWhole(String value) {
    return !value.endsWith("=") && !value.endsWith(".");
  }
}
