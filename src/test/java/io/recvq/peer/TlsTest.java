package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wildfly.security.x500.cert.SelfSignedX509CertificateAndSigningKey;

/** Servers and clients inside TLS, beside openssl and Python's ssl. */
@Timeout(120)
class TlsTest {
  private static TlsIdentity identity;
  private static Path folder;

  @BeforeAll
  static void makeACertificate(@TempDir Path temporary) throws IOException {
    folder = temporary;
    identity = TlsIdentity.selfSigned("localhost");
    Files.writeString(certificate(), identity.pem());
    String key = Base64.getMimeEncoder().encodeToString(identity.key().getEncoded());
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
  }

  private static Path certificate() {
    return folder.resolve("certificate.pem");
  }

  private static Peers serve(ServerKind kind, String... effects) throws IOException {
    return Peers.serve(kind, Peers.options(effects).with(TlsLayer.server(identity)));
  }

  private static TlsTrust trusting() {
    return new TlsTrust.Authorities(List.of(identity.certificate()));
  }

  private static Ending call(int port, String host, TlsTrust trust, Handler handler)
      throws Exception {
    try (EventLoop loop = EventLoop.start("client", PeerObserver.NONE)) {
      List<SocketAddress> address =
          List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      CompletableFuture<Ending> ended =
          Client.start(
              loop,
              address,
              ClientOptions.DEFAULT.with(TlsLayer.client(host, port, trust)),
              handler);
      return ended.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void pythonVerifiesTheCertificateAndGetsEveryByteBack() throws Exception {
    Needs.program("python3");
    String script =
        """
        import socket, ssl, sys
        context = ssl.create_default_context(cafile=sys.argv[2])
        plain = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
        secure = context.wrap_socket(plain, server_hostname='localhost')
        secure.sendall(b'0123456789' * 20000)
        come = b''
        while len(come) < 200000:
            come += secure.recv(65536)
        print(come == b'0123456789' * 20000)
        secure.unwrap()
        print('closed')
        """;
    try (Peers server = serve(ServerKind.ECHO)) {
      Program.Result result =
          Program.run(
              Map.of(),
              "",
              List.of("python3", "-c", script, "" + server.port, certificate().toString()));
      assertEquals("True\nclosed\n", result.out(), result.err());
      PeerEvent.Secured secured = server.await(PeerEvent.Secured.class);
      assertEquals("TLSv1.3", secured.protocol());
      PeerEvent.Closed closed = server.await(PeerEvent.Closed.class);
      assertEquals(Ending.Kind.CLOSED, closed.ending().kind());
      assertEquals(200_000, closed.bytesOut());
    }
  }

  @Test
  void whatComesWithTheEndOfTheHandshakeIsHeldWhenAWriteMakesIt() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusting().managers(), null);
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      try (Socket client =
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
          SocketChannel accepted = listener.accept()) {
        accepted.configureBlocking(false);
        Transport transport = TlsLayer.transport(Optional.of(TlsLayer.server(identity)), accepted);
        CompletableFuture<Void> sent =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    client.getOutputStream().write("exit".getBytes(StandardCharsets.UTF_8));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        ByteBuffer greeting = ByteBuffer.wrap("Welcome!".getBytes(StandardCharsets.UTF_8));
        while (greeting.hasRemaining() || !sent.isDone()) {
          transport.write(greeting);
        }
        sent.join();
        assertTrue(transport.holdsInput());
        ByteBuffer read = ByteBuffer.allocate(100);
        assertEquals(4, transport.read(read));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslIsGreetedInsideEachVersion(String version) throws Exception {
    Needs.program("openssl");
    try (Peers server = serve(ServerKind.HELLO)) {
      Program.Result result =
          Program.run(
              Map.of(),
              "exit",
              List.of(
                  "openssl",
                  "s_client",
                  "-connect",
                  "127.0.0.1:" + server.port,
                  "-CAfile",
                  certificate().toString(),
                  "-verify_return_error",
                  "-quiet",
                  version));
      assertEquals("Welcome!", result.out().strip(), result.err());
      assertEquals(0, result.status(), result.err());
    }
  }

  @Test
  void theClientTalksToAnOpensslServerAndEndsItsSendingFirst() throws Exception {
    Needs.program("openssl");
    List<String> command =
        List.of(
            "openssl",
            "s_server",
            "-accept",
            "127.0.0.1:0",
            "-cert",
            certificate().toString(),
            "-key",
            folder.resolve("key.pem").toString(),
            "-rev");
    try (Program.Running server = Program.start(Map.of(), command)) {
      String accepting = server.awaitLine("ACCEPT");
      int port = Integer.parseInt(accepting.substring(accepting.lastIndexOf(':') + 1).strip());
      StringBuilder come = new StringBuilder();
      Ending ending =
          call(
              port,
              "localhost",
              trusting(),
              new Handler() {
                @Override
                public void opened(Connection connection) {
                  connection.write(
                      ByteBuffer.wrap("stressed\n".getBytes(StandardCharsets.US_ASCII)));
                }

                @Override
                public void received(Connection connection, ByteBuffer bytes) {
                  come.append(StandardCharsets.US_ASCII.decode(bytes));
                  connection.endOutput();
                }
              });
      assertEquals("desserts\n", come.toString());
      assertEquals(Ending.Kind.CLOSED, ending.kind(), ending.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "slice=1000", "throttle=20M", "stall=30ms@after=300000"})
  void everyByteOfALargeEchoComesBackHoweverItIsSliced(String effect) throws Exception {
    byte[] message = new byte[3 << 20];
    new Random(5).nextBytes(message);
    String[] effects = effect.isEmpty() ? new String[0] : new String[] {effect};
    try (Peers server = serve(ServerKind.ECHO, effects)) {
      EchoClient client = new EchoClient(List.of(message), piece -> {});
      Ending ending = call(server.port, "127.0.0.1", trusting(), client);
      assertTrue(client.isGood(), ending + ", came back: " + client.cameBytes());
    }
  }

  @Test
  void aServerThatClosesAfterItsAnswerLosesNoneOfIt() throws Exception {
    try (Peers server = serve(ServerKind.APP)) {
      for (int i = 0; i < 20; i++) {
        AppClient client = new AppClient(Peers.request(), io.recvq.protocol.FrameLimits.DEFAULT);
        Ending ending = call(server.port, "localhost", trusting(), client);
        assertTrue(client.response().isPresent(), ending.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"reset@after=10, RESET", "close@after=10, CLOSED"})
  void effectsHappenInsideTls(String effect, Ending.Kind expected) throws Exception {
    try (Peers server = serve(ServerKind.ECHO, effect)) {
      EchoClient client = new EchoClient(List.of(new byte[10], new byte[90]), piece -> {});
      Ending ending = call(server.port, "localhost", trusting(), client);
      assertFalse(client.isGood());
      assertEquals(10, server.await(PeerEvent.Closed.class).bytesIn());
      if (expected == Ending.Kind.RESET) {
        assertEquals(expected, ending.kind(), ending.toString());
      }
    }
  }

  @Test
  void aCertificateOfNobodyKnownIsRefusedAndBothSidesSayWhy() throws Exception {
    try (Peers server = serve(ServerKind.ECHO)) {
      EchoClient client = new EchoClient(List.of(new byte[1]), piece -> {});
      Ending ending = call(server.port, "localhost", new TlsTrust.Installed(), client);
      assertEquals(Ending.Kind.FAILED, ending.kind());
      assertTrue(ending.detail().contains("certificate is not trusted"), ending.detail());
      String seen = server.await(PeerEvent.Closed.class).ending().detail();
      assertTrue(seen.startsWith("TLS: the peer refused: alert "), seen);
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    try (Peers server = serve(ServerKind.ECHO)) {
      EchoClient client = new EchoClient(List.of(new byte[1]), piece -> {});
      Ending ending = call(server.port, "example.org", trusting(), client);
      assertEquals(
          "TLS: the server's certificate is not for example.org but for localhost, 127.0.0.1, ::1;"
              + " call it by a name it has, or take any certificate by --insecure",
          ending.detail());
      EchoClient careless = new EchoClient(List.of(new byte[1]), piece -> {});
      call(server.port, "example.org", new TlsTrust.Anybody(), careless);
      assertTrue(careless.isGood());
    }
  }

  @ParameterizedTest
  @CsvSource({"-10, -5, has expired", "5, 10, is not valid yet"})
  void aCertificateOutsideOfItsDatesIsRefusedAlthoughItIsKnown(
      int fromDays, int toDays, String words) throws Exception {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).withNano(0);
    SelfSignedX509CertificateAndSigningKey made =
        SelfSignedX509CertificateAndSigningKey.builder()
            .setDn(new X500Principal("CN=localhost"))
            .setKeyAlgorithmName("EC")
            .setKeySize(256)
            .setSignatureAlgorithmName("SHA256withECDSA")
            .setNotValidBefore(now.plusDays(fromDays))
            .setNotValidAfter(now.plusDays(toDays))
            .build();
    TlsIdentity dated =
        new TlsIdentity(List.of(made.getSelfSignedCertificate()), made.getSigningKey());
    ServerOptions options = Peers.options().with(TlsLayer.server(dated));
    try (Peers server = Peers.serve(ServerKind.ECHO, options)) {
      TlsTrust known = new TlsTrust.Authorities(dated.chain());
      EchoClient client = new EchoClient(List.of(new byte[1]), piece -> {});
      Ending ending = call(server.port, "localhost", known, client);
      assertTrue(ending.detail().contains(words), ending.detail());
    }
  }

  @Test
  void aPeerThatSpeaksPlainTextIsNamed() throws Exception {
    try (Peers server = serve(ServerKind.ECHO);
        Socket plain = server.connect()) {
      plain.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      PeerEvent.Closed closed = server.await(PeerEvent.Closed.class);
      assertTrue(closed.ending().detail().contains("is no TLS"), closed.ending().detail());
    }
  }

  @Test
  void aCertificateWithoutAlternativeNamesIsToldByItsSubject() throws Exception {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).withNano(0);
    SelfSignedX509CertificateAndSigningKey made =
        SelfSignedX509CertificateAndSigningKey.builder()
            .setDn(new X500Principal("CN=old.example"))
            .setKeyAlgorithmName("EC")
            .setKeySize(256)
            .setSignatureAlgorithmName("SHA256withECDSA")
            .setNotValidBefore(now.minusDays(1))
            .setNotValidAfter(now.plusDays(1))
            .build();
    TlsIdentity old =
        new TlsIdentity(List.of(made.getSelfSignedCertificate()), made.getSigningKey());
    ServerOptions options = Peers.options().with(TlsLayer.server(old));
    try (Peers server = Peers.serve(ServerKind.ECHO, options)) {
      EchoClient client = new EchoClient(List.of(new byte[1]), piece -> {});
      Ending ending = call(server.port, "127.0.0.1", new TlsTrust.Authorities(old.chain()), client);
      assertTrue(
          ending.detail().contains("is not for 127.0.0.1 but for CN=old.example;"),
          ending.detail());
    }
  }

  @Test
  void aResetDuringTheHandshakeIsAskedForPlainText() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread resetting =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read();
                  socket.setSoLinger(true, 0);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              "resetting");
      resetting.start();
      EchoClient client = new EchoClient(List.of(new byte[1]), piece -> {});
      Ending ending = call(server.getLocalPort(), "localhost", trusting(), client);
      resetting.join();
      assertEquals(
          "Connection reset by peer (ECONNRESET 104), during the TLS handshake;"
              + " does the peer speak plain text?",
          ending.words());
    }
  }

  @ParameterizedTest
  @CsvSource({"443, true", "65432, false"})
  void aResetOfPlainTextIsExplainedByTlsOnlyWhereServersMostlySpeakIt(int port, boolean explained) {
    assertEquals(explained, TlsFailure.ofReset(false, port).contains("--tls"));
  }

  @Test
  void aServerThatLeavesDuringTheHandshakeIsNamed() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread leaving =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read(new byte[5000]);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              "leaving");
      leaving.start();
      EchoClient client = new EchoClient(List.of(new byte[1]), piece -> {});
      Ending ending = call(server.getLocalPort(), "localhost", trusting(), client);
      leaving.join();
      assertTrue(ending.detail().contains("during the handshake"), ending.toString());
    }
  }
}
