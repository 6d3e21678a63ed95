package io.recvq.shell;

import java.util.List;

/** Lines that show what the shell's own words are for. */
final class BuiltinExamples {
  private BuiltinExamples() {}

  /** The examples of a word. */
  static List<String> of(String word) {
    return switch (word) {
      case "jobs" -> List.of("serve echo 65432 &", "jobs");
      case "fg" -> List.of("capture lo tcp port 65432 &", "fg            Ctrl-C stops it", "fg 2");
      case "kill" -> List.of("kill 1", "kill 1 2", "kill all");
      case "wait" -> List.of("ping -c 10 localhost &", "wait          for all", "wait 1");
      case "log" -> List.of("serve app 7002 --quiet &", "log 1", "log 1 | grep malformed");
      case "set" ->
          List.of(
              "set server=127.0.0.1:65432", "call echo $server hello", "set           lists them");
      case "unset" -> List.of("unset server");
      case "echo" -> List.of("echo $last.local to $last.remote", "echo done > state.txt");
      case "clear" -> List.of("clear");
      case "time" -> List.of("time call echo 65432 hello");
      case "watch" -> List.of("watch 1s list", "watch sockets port 65432", "watch 200ms recv c1");
      case "record" -> List.of("record smoke.recvq", "record off", "run smoke.recvq");
      default -> List.of("exit", "exit 1        with this status, in a script");
    };
  }
}
