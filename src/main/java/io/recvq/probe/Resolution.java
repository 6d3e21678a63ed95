package io.recvq.probe;

import io.recvq.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a name stands for, and what that means for a program that binds or connects to it.
 *
 * @param addresses in the order that connect would try (RFC 6724, as getaddrinfo gives them)
 * @param source who knew it: "literal", "/etc/hosts line 3", "DNS (10.0.0.53)"
 * @param searchList domains that are tried behind a short name
 * @param warnings what surprises people about this answer
 */
public record Resolution(
    String name,
    List<Address> addresses,
    Optional<String> canonicalName,
    String source,
    Duration elapsed,
    List<String> searchList,
    List<String> warnings) {

  /**
   * One address of the name.
   *
   * @param scopeId the interface's index of a link-local IPv6 address, else 0
   * @param local whether an interface of this machine has it, so that bind would work
   * @param reverse the address's own name; empty where it has none or was not asked for
   */
  public record Address(
      IpAddress address, int scopeId, AddressScope scope, boolean local, Optional<String> reverse) {

    /** The address as it is written, with the interface's index where it needs one. */
    public String text() {
      return scopeId == 0 ? address.toString() : address + "%" + scopeId;
    }

    /** As a program writes it with a port: {@code 127.0.0.1:80}, {@code [fe80::1%2]:80}. */
    public String withPort(int port) {
      return (address.v6() ? "[" + text() + "]" : text()) + ":" + port;
    }
  }

  public Resolution {
    addresses = List.copyOf(addresses);
    searchList = List.copyOf(searchList);
    warnings = List.copyOf(warnings);
  }

  /** The first address of a family. */
  public Optional<Address> first(boolean v6) {
    return addresses.stream().filter(a -> a.address().v6() == v6).findFirst();
  }

  /** The endpoints that connect would try with this port, in order. */
  public List<String> connectOrder(int port) {
    return addresses.stream().map(a -> a.withPort(port)).toList();
  }
}
