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
    lines.forEach(names::add);
    COMMON.forEach(names.byPort::putIfAbsent);
    return names;
  }

  private void add(String line) {
    int comment = line.indexOf('#');
    String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
    if (words.length < 2 || !words[1].matches("[0-9]{1,5}/(tcp|udp)")) {
      return;
    }
    int slash = words[1].indexOf('/');
    int port = Integer.parseInt(words[1].substring(0, slash));
    if (port > 65_535) {
      return;
    }
    byPort.putIfAbsent(words[1], words[0]);
    for (int i = 0; i < words.length; i++) {
      if (i != 1) {
        byName.putIfAbsent(words[i].toLowerCase(Locale.ROOT) + words[1].substring(slash), port);
      }
    }
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
