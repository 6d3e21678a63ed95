package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.render.OutputException;
import io.recvq.sys.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line: parses, runs the command, and turns every ending into an exit status. */
public final class CommandRunner {
  /** What may stand first on a command line that names no command. */
  private static final List<String> SHELL_OPTIONS = List.of("-c", "-k", "--keep-going", "--no-rc");

  private CommandRunner() {}

  /**
   * Runs the words of a command line, the command's name first; without one they are the shell's.
   * Never throws for what users do.
   */
  public static ExitStatus run(List<String> line, CommandContext context) {
    List<String> words = withCommand(line);
    boolean debug = words.contains("--debug");
    try {
      ExitStatus status = parseAndRun(words, context);
      context.out().flush();
      return status == ExitStatus.OK && context.stop().isStopped()
          ? ExitStatus.INTERRUPTED
          : status;
    } catch (UsageException e) {
      return usage(e.getMessage(), words, context, e, debug);
    } catch (ParameterException e) {
      return usage(usageMessage(e), words, context, e, debug);
    } catch (OutputException e) {
      if (e.readerGone()) {
        return ExitStatus.OK;
      }
      return fail(
          OperationException.of("write the output", e.failure(), "").getMessage(),
          ExitStatus.COULD_NOT_LOOK,
          context,
          e,
          debug);
    } catch (OperationException e) {
      return fail(e.getMessage(), ExitStatus.COULD_NOT_LOOK, context, e, debug);
    } catch (InterruptedException e) {
      return flushed(ExitStatus.INTERRUPTED, context);
    } catch (IOException e) {
      if (context.stop().isStopped()) {
        return flushed(ExitStatus.INTERRUPTED, context);
      }
      return fail(describe(e), ExitStatus.COULD_NOT_LOOK, context, e, debug);
    } catch (UncheckedIOException e) {
      return fail(String.valueOf(e.getMessage()), ExitStatus.COULD_NOT_LOOK, context, e, debug);
    } catch (RuntimeException
        | LinkageError
        | AssertionError
        | OutOfMemoryError
        | StackOverflowError e) {
      String hint = debug ? "" : " (--debug shows where)";
      return fail("defect of recvq: " + e + hint, ExitStatus.DEFECT, context, e, debug);
    }
  }

  private static List<String> withCommand(List<String> line) {
    boolean shell = line.isEmpty() || SHELL_OPTIONS.contains(line.get(0));
    return shell ? Stream.concat(Stream.of("shell"), line.stream()).toList() : line;
  }

  private static ExitStatus flushed(ExitStatus status, CommandContext context) {
    try {
      context.out().flush();
      return status;
    } catch (OutputException e) {
      return status;
    }
  }

  private static String describe(IOException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private static ExitStatus parseAndRun(List<String> words, CommandContext context)
      throws IOException, InterruptedException {
    if (words.size() == 1 && (words.get(0).equals("--version") || words.get(0).equals("-V"))) {
      context.out().println("recvq " + version());
      return ExitStatus.OK;
    }
    if (words.stream().anyMatch(Commands::isNative)) {
      Machine.prepare();
    }
    CommandLine root = modelFor(words);
    ParseResult parsed = root.parseArgs(words.toArray(String[]::new));
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      if (last.isUsageHelpRequested()) {
        break;
      }
      last = last.subcommand();
    }
    if (last.isUsageHelpRequested()) {
      context.out().print(Help.of(last.commandSpec()));
      return ExitStatus.OK;
    }
    if (parsed.isVersionHelpRequested()) {
      context.out().println("recvq " + version());
      return ExitStatus.OK;
    }
    return ((RecvqCommand) last.commandSpec().userObject()).run(context);
  }

  /** The smallest model that understands these words. */
  private static CommandLine modelFor(List<String> words) {
    Optional<String> command = words.stream().filter(w -> !w.startsWith("-")).findFirst();
    if (command.isPresent()) {
      boolean known = Commands.names().contains(command.get());
      return known ? Commands.model(List.of(command.get())) : Commands.model();
    }
    boolean help = words.contains("--help") || words.contains("-h");
    return help ? Commands.model() : Commands.model(List.of());
  }

  /** The version of this build, as {@code 1.2.3}. */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = CommandRunner.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  private static String usageMessage(ParameterException e) {
    String message = String.valueOf(e.getMessage()).strip();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().get(0);
      boolean atRoot = e.getCommandLine().getParent() == null && !first.startsWith("-");
      List<String> near = new ArrayList<>(unmatched.getSuggestions());
      String suggestion = near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?";
      return (atRoot
              ? "no command '" + first + "'"
              : first.startsWith("-")
                  ? "unknown option '" + first + "'"
                  : "unexpected '" + first + "'")
          + suggestion;
    }
    return message.lines().findFirst().orElse(message);
  }

  private static ExitStatus usage(
      String message, List<String> words, CommandContext context, Exception cause, boolean debug) {
    String command =
        words.stream().filter(Commands.names()::contains).findFirst().map(w -> " " + w).orElse("");
    return fail(
        message + "; see recvq" + command + " --help", ExitStatus.USAGE, context, cause, debug);
  }

  private static ExitStatus fail(
      String message, ExitStatus status, CommandContext context, Throwable cause, boolean debug) {
    try {
      context.out().flush();
    } catch (OutputException e) {
      cause.addSuppressed(e);
    }
    try {
      context.err().println("recvq: " + message);
      if (debug) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        context.err().print(trace.toString());
      }
      context.err().flush();
    } catch (OutputException e) {
      // Nobody reads the messages any more; the status still tells.
      return status;
    }
    return status;
  }
}
