package io.recvq.probe;

import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressLookup;
import io.recvq.sys.AddressLookup.Answer;
import io.recvq.sys.AddressLookup.Family;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks names up the way a program that calls getaddrinfo would, and says what was unusual. */
public final class Resolver {
  /** What to look at when a look-up takes too long. */
  static final String NAME_SERVERS = "see the nameserver lines of /etc/resolv.conf";

  /** One to four numbers, decimal, octal or hexadecimal: {@code 127.1}, {@code 0x7f.1}. */
  private static final Pattern OLD_LITERAL =
      Pattern.compile("(?i)(0x[0-9a-f]+|[0-9]+)(\\.(0x[0-9a-f]+|[0-9]+)){0,3}");

  private final Path etc;

  public Resolver() {
    this(NameServiceFiles.ETC);
  }

  Resolver(Path etc) {
    this.etc = etc;
  }

  /**
   * Looks up a name or literal.
   *
   * @param reverse whether each address is looked up in turn
   * @param atMost the time for all of it
   * @throws OperationException when the name is unknown, or nobody answered in time
   */
  public Resolution resolve(String name, Family family, boolean reverse, Duration atMost)
      throws IOException, InterruptedException {
    AddressLookup.prepare();
    return BoundedCall.within(
        atMost, "look up " + name, NAME_SERVERS, () -> resolveNow(name, family, reverse));
  }

  private Resolution resolveNow(String name, Family family, boolean reverse) throws IOException {
    NameServiceFiles files = NameServiceFiles.read(etc);
    long start = System.nanoTime();
    Answer answer = AddressLookup.lookup(name, family);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    List<Resolution.Address> addresses = new ArrayList<>();
    for (AddressLookup.Address found : answer.addresses()) {
      addresses.add(
          new Resolution.Address(
              found.address(),
              found.scopeId(),
              AddressScope.of(found.address()),
              isLocal(found.address()),
              reverse ? AddressLookup.reverse(found.address()) : Optional.empty()));
    }
    return new Resolution(
        name,
        addresses,
        answer.canonicalName(),
        source(name, files),
        elapsed,
        files.searchList(),
        warnings(name, addresses));
  }

  private static boolean isLocal(IpAddress address) throws OperationException {
    if (address.isAny() || address.isLoopback()) {
      return true;
    }
    try {
      return NetworkInterface.getByInetAddress(address.toInetAddress()) != null;
    } catch (SocketException e) {
      throw OperationException.of("list the network interfaces", e, "");
    }
  }

  private static String source(String name, NameServiceFiles files) {
    if (IpAddress.isLiteral(name.replaceFirst("%.*", ""))) {
      return "literal";
    }
    if (OLD_LITERAL.matcher(name).matches()) {
      return "literal, as inet_aton reads it";
    }
    Optional<Integer> line = files.hostsLineOf(name);
    if (line.isPresent() && files.filesBeforeDns()) {
      return "/etc/hosts line " + line.get();
    }
    List<String> others =
        files.order().stream().filter(s -> !s.equals("files") && !s.equals("dns")).toList();
    if (others.isEmpty()) {
      return "DNS (" + String.join(", ", files.nameServers()) + ")";
    }
    return "the name service (nsswitch.conf: " + String.join(" ", files.order()) + ")";
  }

  /** What surprises people; each line says why it matters. */
  static List<String> warnings(String name, List<Resolution.Address> addresses) {
    List<String> warnings = new ArrayList<>();
    boolean localhost =
        name.equalsIgnoreCase("localhost") || name.toLowerCase(Locale.ROOT).endsWith(".localhost");
    for (Resolution.Address each : addresses) {
      if (localhost && each.scope() != AddressScope.LOOPBACK) {
        warnings.add(
            name
                + " is not a loopback address here but "
                + each.address()
                + ": a server bound to it is reachable from outside; write 127.0.0.1 or ::1");
      }
      if (each.scope() == AddressScope.UNSPECIFIED && !IpAddress.isLiteral(name)) {
        warnings.add(
            name
                + " is the unspecified address "
                + each.address()
                + ": names are blocked this way; a connect goes to this machine itself");
      }
      if (each.address().isV4Mapped()) {
        warnings.add(each.address() + " is an IPv4 address in IPv6 clothes");
      }
    }
    familyWarning(name, addresses).ifPresent(warnings::add);
    return warnings;
  }

  private static Optional<String> familyWarning(String name, List<Resolution.Address> addresses) {
    Optional<Resolution.Address> v4 = addresses.stream().filter(a -> !a.address().v6()).findFirst();
    Optional<Resolution.Address> v6 = addresses.stream().filter(a -> a.address().v6()).findFirst();
    if (v4.isEmpty() || v6.isEmpty()) {
      return Optional.empty();
    }
    if (v4.get().scope() != v6.get().scope()) {
      return Optional.of(
          "the families differ: over IPv4 "
              + name
              + " is "
              + v4.get().scope()
              + ", over IPv6 "
              + v6.get().scope()
              + "; which one a program meets depends on the family it asks for");
    }
    return Optional.of(
        name
            + " has addresses of both families: a server bound to one of them refuses clients that"
            + " try only the other");
  }
}
