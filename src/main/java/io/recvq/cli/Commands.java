package io.recvq.cli;

import io.recvq.sys.Machine;
import io.recvq.sys.TcpConnects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands by name. Only the one asked for is built, because building picocli's model of all of
 * them is most of a short command's start-up time.
 */
public final class Commands {
  private Commands() {}

  /**
   * Commands that belong together in the help.
   *
   * @param heading what they have in common
   */
  public record Group(String heading, List<String> names) {}

  /** All commands in the order of the help. */
  public static final List<Group> GROUPS =
      List.of(
          new Group("Both ends of a connection", List.of("serve", "call", "fill", "proxy", "load")),
          new Group("Failures", List.of("reproduce")),
          new Group("Connections and sockets", List.of("sockets", "why", "watch", "top")),
          new Group("Reach and names", List.of("probe", "ping", "resolve", "bytes", "check")),
          new Group("The wire", List.of("capture", "decode", "dissector")),
          new Group("Scripts and checks", List.of("run", "shell")),
          new Group("This machine and this tool", List.of("explain", "doctor", "help")));

  private static final List<String> NAMES = namesOf(GROUPS);

  /** The commands about a session's named endpoints, which a command line alone has not. */
  public static final Group SESSION =
      new Group(
          "Named endpoints",
          List.of(
              "list",
              "connect",
              "listen",
              "accept",
              "send",
              "recv",
              "shutdown",
              "reset",
              "close",
              "stall",
              "resume",
              "effect"));

  /** The shell's own words, which it has beside the commands. */
  public static final List<String> SHELL_WORDS =
      List.of(
          "jobs", "fg", "kill", "wait", "log", "set", "unset", "echo", "clear", "time", "record",
          "exit");

  /** The names of all commands of the command line, in the order of the help. */
  public static List<String> names() {
    return NAMES;
  }

  private static List<String> namesOf(List<Group> groups) {
    List<String> names = new ArrayList<>();
    for (Group group : groups) {
      names.addAll(group.names());
    }
    return List.copyOf(names);
  }

  /** The commands that ask the kernel what the JDK cannot, and so need native code. */
  private static final Set<String> NATIVE =
      Set.of("sockets", "why", "watch", "ping", "resolve", "fill", "reproduce", "doctor");

  /** Starts to load the native code that a command needs, while its words are read. */
  static void prepare(String name) {
    if (name.equals("probe")) {
      TcpConnects.prepare();
    } else if (NATIVE.contains(name)) {
      Machine.prepare();
    }
  }

  /** Whether this names a command, of the command line or of a session. */
  public static boolean isCommand(String name) {
    return names().contains(name) || SESSION.names().contains(name);
  }

  /** A new command object; throws IllegalArgumentException when there is no such command. */
  static RecvqCommand create(String name) {
    return (RecvqCommand) object(name);
  }

  /** An Object, because the JVM would load each of these classes to see that it is a command. */
  private static Object object(String name) {
    return switch (name) {
      case "serve" -> new ServeCommand();
      case "call" -> new CallCommand();
      case "fill" -> new FillCommand();
      case "proxy" -> new ProxyCommand();
      case "load" -> new LoadCommand();
      case "reproduce" -> new ReproduceCommand();
      case "why" -> new WhyCommand();
      case "top" -> new TopCommand();
      case "watch" -> new WatchCommand();
      case "sockets" -> new SocketsCommand();
      case "ping" -> new PingCommand();
      case "check" -> new CheckCommand();
      case "probe" -> new ProbeCommand();
      case "capture" -> new CaptureCommand();
      case "dissector" -> new DissectorCommand();
      case "decode" -> new DecodeCommand();
      case "resolve" -> new ResolveCommand();
      case "bytes" -> new BytesCommand();
      case "doctor" -> new DoctorCommand();
      case "explain" -> new ExplainCommand();
      case "run" -> new RunCommand();
      case "shell" -> new ShellCommand();
      case "help" -> new HelpCommand();
      case "list" -> new ListCommand();
      case "connect" -> new ConnectCommand();
      case "listen" -> new ListenCommand();
      case "accept" -> new AcceptCommand();
      case "send" -> new SendCommand();
      case "recv" -> new RecvCommand();
      case "shutdown" -> new ShutdownCommand();
      case "reset" -> new ResetCommand();
      case "close" -> new CloseCommand();
      case "stall" -> new StallCommand();
      case "resume" -> new ResumeCommand();
      case "effect" -> new EffectCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  /** The picocli model of the program with these commands only. */
  static CommandLine model(List<String> names) {
    CommandLine root = configured(new CommandLine(new RecvqRoot()));
    for (String name : names) {
      root.addSubcommand(name, annotated(name));
    }
    return root;
  }

  /** The picocli model of one command without the program's, enough to parse its words. */
  static CommandLine alone(String name) {
    RecvqCommand command = create(name);
    Optional<CommandSpec> prepared = PreparedModels.find(name, command);
    return configured(new CommandLine(prepared.isPresent() ? prepared.get() : command));
  }

  /** The same, read from the annotations, and so with all texts. */
  static CommandLine annotated(String name) {
    return configured(new CommandLine(create(name)));
  }

  /** The picocli model of one command, below the program's. */
  static CommandLine command(String name) {
    return model(List.of(name)).getSubcommands().values().iterator().next();
  }

  /** The picocli model of the whole program, for help, man pages and completion. */
  public static CommandLine model() {
    return model(names());
  }

  private static CommandLine configured(CommandLine line) {
    return line.registerConverter(Path.class, new PathConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setAbbreviatedOptionsAllowed(false);
  }
}
