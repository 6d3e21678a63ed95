package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where something is missing that most machines have: a locale with an encoding (cron and
 * containers have none), IPv6 (ipv6.disable=1 on the kernel's command line).
 */
class BareMachineIT {
  private static final String UNSET = "unset LC_ALL LC_CTYPE LANG; ";

  private static Result sh(Path folder, String script) throws Exception {
    Map<String, String> environment =
        Map.of("R", Program.recvq().toString(), "F", folder.toString());
    // Named by its bytes, whatever encoding this test's own JVM has for the words of a process.
    String name = "W=$(printf '\\303\\274'); ";
    return Program.run(environment, "", List.of("sh", "-c", UNSET + name + script));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LC_ALL=C ", "LC_ALL=POSIX ", "LC_CTYPE=C ", "LANG=C "})
  void aWordThatIsNotAsciiKeepsItsBytes(String locale, @TempDir Path folder) throws Exception {
    Result result = sh(folder, locale + "\"$R\" bytes \"$W\"");
    assertTrue(result.out().startsWith("text, 2 bytes\n"), result.out() + result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LC_ALL=C "})
  void aFileWhoseNameIsNotAsciiIsFound(String locale, @TempDir Path folder) throws Exception {
    String write = locale + "\"$R\" -c \"echo here > '$F/$W.txt'\"; ";
    Result result = sh(folder, write + "cat \"$F/$W.txt\"");
    assertEquals("here\n", result.out(), result.err());
  }

  private static final String NO_IPV6 = "RECVQ_JAVA_OPTIONS=-Djava.net.preferIPv4Stack=true ";

  @Test
  void withoutIpv6EveryAddressIsEveryIpv4Address(@TempDir Path folder) throws Exception {
    Result result = sh(folder, NO_IPV6 + "\"$R\" -c 'serve echo :0 & call echo $last.address hi'");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("listening on 0.0.0.0:"), result.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"call echo [::1]:9 hi", "fill [::1]:9", "serve echo [::1]:0"})
  void withoutIpv6ItsAddressesAreRefusedByName(String command, @TempDir Path folder)
      throws Exception {
    Result result = sh(folder, NO_IPV6 + "\"$R\" " + command);
    assertTrue(result.err().contains("EAFNOSUPPORT"), result.out() + result.err());
    assertTrue(result.status() < 4, result.err());
  }
}
