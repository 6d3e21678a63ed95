package io.recvq.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the name service is told by its files: hosts(5), resolv.conf(5), nsswitch.conf(5).
 *
 * @param hosts lines of the hosts file, comments included
 * @param nameServers addresses of the name servers, in order
 * @param searchList domains that are tried behind a short name
 * @param order the services of the {@code hosts:} line, for example files and dns
 */
record NameServiceFiles(
    List<String> hosts, List<String> nameServers, List<String> searchList, List<String> order) {

  static final Path ETC = Path.of("/etc");

  /** Reads the three files of a folder; one that is not there counts as empty, as libc does. */
  static NameServiceFiles read(Path folder) throws IOException {
    return of(
        lines(folder.resolve("hosts")),
        lines(folder.resolve("resolv.conf")),
        lines(folder.resolve("nsswitch.conf")));
  }

  /** Understands the lines of the three files. */
  static NameServiceFiles of(List<String> hosts, List<String> resolv, List<String> nsswitch) {
    List<String> nameServers = new ArrayList<>();
    List<String> search = List.of();
    for (String line : resolv) {
      List<String> words = words(line);
      if (words.size() > 1 && words.get(0).equals("nameserver")) {
        nameServers.add(words.get(1));
      } else if (words.size() > 1
          && (words.get(0).equals("search") || words.get(0).equals("domain"))) {
        search = words.subList(1, words.size());
      }
    }
    List<String> order = List.of("files", "dns");
    for (String line : nsswitch) {
      List<String> words = words(line);
      if (!words.isEmpty() && words.get(0).equals("hosts:")) {
        order = words.stream().skip(1).filter(word -> !word.startsWith("[")).toList();
      }
    }
    return new NameServiceFiles(hosts, List.copyOf(nameServers), List.copyOf(search), order);
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static List<String> words(String line) {
    int comment = line.indexOf('#');
    String plain = (comment < 0 ? line : line.substring(0, comment)).strip();
    return plain.isEmpty() ? List.of() : Arrays.asList(plain.split("\\s+"));
  }

  /** The 1-based number of the first line of the hosts file that has this name. */
  Optional<Integer> hostsLineOf(String name) {
    for (int i = 0; i < hosts.size(); i++) {
      List<String> words = words(hosts.get(i));
      if (words.stream().skip(1).anyMatch(name::equalsIgnoreCase)) {
        return Optional.of(i + 1);
      }
    }
    return Optional.empty();
  }

  /** Whether the hosts file is asked before any name server. */
  boolean filesBeforeDns() {
    int files = order.indexOf("files");
    int dns = order.indexOf("dns");
    return files >= 0 && (dns < 0 || files < dns);
  }
}
