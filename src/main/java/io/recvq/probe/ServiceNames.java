package io.recvq.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringTokenizer;

/** Names of ports from services(5), with a small list of its own where that file is missing. */
public final class ServiceNames {
  private static final Path FILE = Path.of("/etc/services");

  private static final String BUILT_IN =
      """
      ftp 21/tcp
      ssh 22/tcp
      telnet 23/tcp
      smtp 25/tcp
      domain 53/tcp
      domain 53/udp
      tftp 69/udp
      http 80/tcp www
      pop3 110/tcp
      ntp 123/udp
      imap2 143/tcp imap
      snmp 161/udp
      ldap 389/tcp
      https 443/tcp
      https 443/udp
      submission 587/tcp
      ldaps 636/tcp
      imaps 993/tcp
      pop3s 995/tcp
      mysql 3306/tcp
      postgresql 5432/tcp
      http-alt 8080/tcp
      """;

  /** Common today and in no distribution's services file; used for naming only. */
  private static final Map<String, String> COMMON =
      Map.of("6379/tcp", "redis", "9200/tcp", "elasticsearch", "27017/tcp", "mongodb");

  private final Map<String, String> byPort = new HashMap<>();
  private final Map<String, Integer> byName = new HashMap<>();

  private ServiceNames() {}

  /** The names that this machine knows. */
  public static ServiceNames ofThisMachine() throws IOException {
    return read(FILE);
  }

  static ServiceNames read(Path file) throws IOException {
    try {
      return read(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return read(BUILT_IN.lines().toList());
    }
  }

  static ServiceNames read(List<String> lines) {
    ServiceNames names = new ServiceNames();
    for (String line : lines) {
      names.add(line);
    }
    for (Map.Entry<String, String> common : COMMON.entrySet()) {
      names.byPort.putIfAbsent(common.getKey(), common.getValue());
    }
    return names;
  }

  /** One line, read without regular expressions: a short command reads hundreds of lines. */
  private void add(String line) {
    int comment = line.indexOf('#');
    StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
    if (words.countTokens() < 2) {
      return;
    }
    String name = words.nextToken();
    String portAndProtocol = words.nextToken();
    int slash = portAndProtocol.indexOf('/');
    String protocol = portAndProtocol.substring(Math.max(0, slash));
    int port = slash < 0 ? -1 : number(portAndProtocol.substring(0, slash));
    if (port < 0 || port > 65_535 || !protocol.equals("/tcp") && !protocol.equals("/udp")) {
      return;
    }
    byPort.putIfAbsent(portAndProtocol, name);
    byName.putIfAbsent(name.toLowerCase(Locale.ROOT) + protocol, port);
    while (words.hasMoreTokens()) {
      byName.putIfAbsent(words.nextToken().toLowerCase(Locale.ROOT) + protocol, port);
    }
  }

  /** The number of one to five digits, negative when it is none. */
  private static int number(String text) {
    int number = text.isEmpty() || text.length() > 5 ? -1 : 0;
    for (int i = 0; i < text.length() && number >= 0; i++) {
      char c = text.charAt(i);
      number = c >= '0' && c <= '9' ? number * 10 + c - '0' : -1;
    }
    return number;
  }

  /** The name of a port. */
  public Optional<String> nameOf(int port, Transport transport) {
    return Optional.ofNullable(byPort.get(port + "/" + transport));
  }

  /** The port of a name or alias. */
  public OptionalInt portOf(String name, Transport transport) {
    Integer port = byName.get(name.toLowerCase(Locale.ROOT) + "/" + transport);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
