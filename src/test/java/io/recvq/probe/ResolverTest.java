package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressLookup.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void aLiteralIsItself() throws Exception {
    Resolution resolution = new Resolver().resolve("::1", Family.ANY, false, LONG);
    assertEquals("literal", resolution.source());
    assertEquals("[::1]:80", resolution.connectOrder(80).get(0));
    assertTrue(resolution.addresses().get(0).local());
  }

  @Test
  void numbersThatInetAtonReadsAreNotFromTheNameService() throws Exception {
    Resolution resolution = new Resolver().resolve("0x7f.1", Family.ANY, false, LONG);
    assertEquals("literal, as inet_aton reads it", resolution.source());
    assertEquals(IpAddress.LOOPBACK_V4, resolution.addresses().get(0).address());
  }

  @Test
  void anAddressOfTheOtherFamilySaysWhichOptionStandsInTheWay() {
    OperationException e =
        assertThrows(
            OperationException.class, () -> new Resolver().resolve("::1", Family.V4, false, LONG));
    assertEquals("leave out -4 to see those of the other family", e.nextStep());
  }

  @Test
  void aLinkLocalAddressKeepsItsInterface() {
    IpAddress address = IpAddress.parse("fe80::1");
    Resolution.Address scoped =
        new Resolution.Address(address, 3, AddressScope.of(address), true, Optional.empty());
    assertEquals("[fe80::1%3]:80", scoped.withPort(80));
    assertEquals("fe80::1%3", scoped.text());
  }

  @Test
  void localhostComesFromTheHostsFileAndIsLoopback() throws Exception {
    Resolution resolution = new Resolver().resolve("localhost", Family.V4, true, LONG);
    assertEquals(IpAddress.LOOPBACK_V4, resolution.addresses().get(0).address());
    assertEquals(AddressScope.LOOPBACK, resolution.addresses().get(0).scope());
    assertTrue(resolution.source().startsWith("/etc/hosts line "), resolution.source());
    assertTrue(resolution.addresses().get(0).reverse().isPresent());
  }

  @Test
  void aFamilyThatTheLiteralIsNotOfCannotBeLookedUp() {
    assertThrows(
        OperationException.class,
        () -> new Resolver().resolve("127.0.0.1", Family.V6, false, LONG));
  }

  @Test
  void filesOfTheNameServiceAreUnderstood(@TempDir Path etc) throws Exception {
    Files.writeString(etc.resolve("hosts"), "# none\n127.0.0.1 localhost\n10.0.0.1\tweb Www # x\n");
    Files.writeString(
        etc.resolve("resolv.conf"), "search a.example b.example\nnameserver 192.0.2.53\n");
    Files.writeString(
        etc.resolve("nsswitch.conf"), "hosts: dns [NOTFOUND=return] files myhostname\n");
    NameServiceFiles files = NameServiceFiles.read(etc);
    assertEquals(Optional.of(3), files.hostsLineOf("www"));
    assertEquals(Optional.empty(), files.hostsLineOf("x"));
    assertEquals(List.of("a.example", "b.example"), files.searchList());
    assertEquals(List.of("192.0.2.53"), files.nameServers());
    assertEquals(List.of("dns", "files", "myhostname"), files.order());
    assertEquals(false, files.filesBeforeDns());
  }

  @Test
  void warnsWhereLocalhostIsNotLoopbackAndWhereFamiliesDiffer() {
    List<String> warnings =
        Resolver.warnings("localhost", List.of(address("192.168.1.5"), address("::1")));
    assertTrue(
        warnings.get(0).startsWith("localhost is not a loopback address here but 192.168.1.5"));
    assertTrue(warnings.get(1).startsWith("the families differ: over IPv4 localhost is private"));
    assertEquals(List.of(), Resolver.warnings("localhost", List.of(address("127.0.0.1"))));
  }

  private static Resolution.Address address(String literal) {
    IpAddress address = IpAddress.parse(literal);
    return new Resolution.Address(address, 0, AddressScope.of(address), true, Optional.empty());
  }
}
