package io.recvq.cli;

import io.recvq.lab.Lab;
import io.recvq.net.OperationException;
import io.recvq.render.Escape;
import io.recvq.render.OutputException;
import io.recvq.sys.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs one command line: parses, runs the command, and turns every ending into an exit status. */
public final class CommandRunner {
  /** What may stand first on a command line that names no command. */
  private static final List<String> SHELL_OPTIONS = List.of("-c", "-k", "--keep-going", "--no-rc");

  /** The pom's version; a constant, because reading it from a resource means opening the jar. */
  private static final String VERSION = "0.1.0";

  private static final String OUT_OF_DESCRIPTORS =
      "cannot go on: Too many open files (EMFILE 24); raise the limit: ulimit -n 4096";

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
      return usage(UsageMessage.of(e), words, context, e, debug);
    } catch (OutputException e) {
      if (e.readerGone()) {
        return ExitStatus.OK;
      }
      return fail(e.told().getMessage(), ExitStatus.COULD_NOT_LOOK, context, e, debug);
    } catch (OperationException e) {
      return fail(e.getMessage(), ExitStatus.COULD_NOT_LOOK, context, e, debug);
    } catch (InterruptedException e) {
      return flushed(ExitStatus.INTERRUPTED, context);
    } catch (IOException e) {
      if (context.stop().isStopped()) {
        return flushed(ExitStatus.INTERRUPTED, context);
      }
      return fail(describe(e), ExitStatus.COULD_NOT_LOOK, context, e, debug);
    } catch (InvalidPathException e) {
      String message = "'" + e.getInput() + "' is no name of a file: " + e.getReason();
      return fail(message, ExitStatus.COULD_NOT_LOOK, context, e, debug);
    } catch (UncheckedIOException e) {
      return fail(String.valueOf(e.getMessage()), ExitStatus.COULD_NOT_LOOK, context, e, debug);
    } catch (RuntimeException
        | LinkageError
        | AssertionError
        | OutOfMemoryError
        | StackOverflowError e) {
      return unforeseen(e, context, debug);
    }
  }

  /** A defect; or the machine lacks what no program can do without. */
  private static ExitStatus unforeseen(Throwable failure, CommandContext context, boolean debug) {
    if (saysNoDescriptors(failure) || Machine.local().isOutOfDescriptors()) {
      // Then the JVM cannot even load its own classes, in words that nobody understands.
      return fail(OUT_OF_DESCRIPTORS, ExitStatus.COULD_NOT_LOOK, context, failure, debug);
    }
    if (failure instanceof OutOfMemoryError) {
      return fail(outOfMemory(failure), ExitStatus.COULD_NOT_LOOK, context, failure, debug);
    }
    String hint = debug ? "" : " (--debug shows where)";
    return fail("defect of recvq: " + failure + hint, ExitStatus.DEFECT, context, failure, debug);
  }

  private static List<String> withCommand(List<String> line) {
    if (!line.isEmpty() && !SHELL_OPTIONS.contains(line.get(0))) {
      return line;
    }
    List<String> words = new ArrayList<>(line);
    words.add(0, "shell");
    return words;
  }

  private static ExitStatus flushed(ExitStatus status, CommandContext context) {
    try {
      context.out().flush();
      return status;
    } catch (OutputException e) {
      return status;
    }
  }

  /** Direct buffers have a limit of their own, which the JVM's message names. */
  private static String outOfMemory(Throwable error) {
    boolean direct = String.valueOf(error.getMessage()).contains("direct buffer");
    return "out of memory: "
        + error.getMessage()
        + "; allow more with RECVQ_JAVA_OPTIONS="
        + (direct ? "-XX:MaxDirectMemorySize=256m" : "-Xmx2g");
  }

  private static boolean saysNoDescriptors(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("Too many open files")) {
        return true;
      }
    }
    return false;
  }

  private static String describe(IOException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private static ExitStatus parseAndRun(List<String> words, CommandContext context)
      throws IOException, InterruptedException {
    if (words.size() == 1 && (words.get(0).equals("--version") || words.get(0).equals("-V"))) {
      return printVersion(context);
    }
    String first = words.get(0);
    if (Commands.isCommand(first)) {
      Commands.prepare(first);
      ParseResult parsed = parse(Commands.alone(first), words.subList(1, words.size()));
      return parsed.isUsageHelpRequested()
          ? printHelp(Commands.command(first), context)
          : ((RecvqCommand) parsed.commandSpec().userObject()).run(context);
    }
    if (!first.startsWith("-")) {
      // Said without picocli, whose model of all commands takes three times as long as the rest.
      throw new UsageException(UsageMessage.noCommand(first));
    }
    ParseResult parsed = parse(modelFor(words), words);
    ParseResult last = parsed;
    while (last.hasSubcommand() && !last.isUsageHelpRequested()) {
      last = last.subcommand();
    }
    if (last.isUsageHelpRequested()) {
      return printHelp(last.commandSpec().commandLine(), context);
    }
    return parsed.isVersionHelpRequested()
        ? printVersion(context)
        : ((RecvqCommand) last.commandSpec().userObject()).run(context);
  }

  private static ParseResult parse(CommandLine line, List<String> words) {
    return line.parseArgs(words.toArray(new String[0]));
  }

  private static ExitStatus printVersion(CommandContext context) {
    context.out().println("recvq " + version());
    return ExitStatus.OK;
  }

  private static ExitStatus printHelp(CommandLine line, CommandContext context) {
    context.out().print(Help.of(line.getCommandSpec()));
    return ExitStatus.OK;
  }

  /** The smallest model that understands words which do not begin with a command. */
  private static CommandLine modelFor(List<String> words) {
    for (String word : words) {
      if (!word.startsWith("-")) {
        return Commands.isCommand(word) ? Commands.model(List.of(word)) : Commands.model();
      }
    }
    return Commands.model(List.of());
  }

  /** The version of this build, as {@code 1.2.3}. */
  public static String version() {
    return VERSION;
  }

  private static ExitStatus usage(
      String message, List<String> words, CommandContext context, Exception cause, boolean debug) {
    String command =
        words.stream().filter(Commands::isCommand).findFirst().map(w -> " " + w).orElse("");
    String told = context.session().map(link -> named(message, words, link.lab())).orElse(message);
    return fail(
        told + (told.endsWith("?") ? " see recvq" : "; see recvq") + command + " --help",
        ExitStatus.USAGE,
        context,
        cause,
        debug);
  }

  /**
   * In a session an endpoint's name where an address should be is what was meant: how to write it
   * is said in place of what else could stand there, which follows the first semicolon.
   */
  private static String named(String message, List<String> words, Lab lab) {
    if (Commands.SESSION.names().contains(words.get(0))) {
      return message;
    }
    for (String name : lab.addresses().keySet()) {
      if (words.contains(name) && message.contains("'" + name + "'")) {
        int end = message.indexOf(';');
        return (end < 0 ? message : message.substring(0, end))
            + "; the address of the endpoint "
            + name
            + " is $"
            + name;
      }
    }
    return message;
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
        context.err().print(Escape.lines(trace.toString()));
      }
      context.err().flush();
    } catch (OutputException e) {
      // Nobody reads the messages any more; the status still tells.
      return status;
    }
    return status;
  }
}
