package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** What is said of other tools' names is true of recvq. */
class OtherToolsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "netstat",
        "ss",
        "lsof",
        "nc",
        "ncat",
        "netcat",
        "telnet",
        "curl",
        "wget",
        "socat",
        "toxiproxy",
        "nmap",
        "scan",
        "openssl",
        "tcping",
        "tcpdump",
        "dumpcap",
        "tshark",
        "wireshark",
        "tcpflow",
        "dig",
        "host",
        "nslookup",
        "getent",
        "iperf",
        "iperf3",
        "wrk",
        "xxd",
        "errno",
        "perror",
        "man"
      })
  void itIsACommandWithThatOptionOrKind(String tool) {
    String[] words = OtherTools.here(tool).orElseThrow().split(" ");
    assertTrue(Commands.names().contains(words[0]), words[0]);
    CommandSpec spec = Commands.annotated(words[0]).getCommandSpec();
    for (int i = 1; i < words.length; i++) {
      boolean known =
          words[i].startsWith("-")
              ? spec.findOption(words[i]) != null
              : CommandModel.values(spec.positionalParameters().get(0))
                  .choices()
                  .contains(words[i]);
      assertTrue(known, words[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ls", "sockets"})
  void nothingIsSaidOfOtherWords(String word) {
    assertEquals(Optional.empty(), OtherTools.here(word));
  }
}
