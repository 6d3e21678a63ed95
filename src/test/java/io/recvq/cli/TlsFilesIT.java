package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates and keys from files that openssl made; HTTPS beside Python, openssl and curl. */
@Tag("once")
@Timeout(300)
class TlsFilesIT {
  @TempDir static Path folder = Path.of("");

  private static Running web;
  private static String port = "";

  /** An authority, and a certificate by it for localhost, with its key in all its forms. */
  @BeforeAll
  static void makeCertificatesAndServeThem() throws Exception {
    Needs.program("openssl");
    Needs.program("python3");
    Needs.program("curl");
    String make =
        """
        set -e
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem
        openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout rsa.key -out rsa.csr
        echo subjectAltName=DNS:localhost > names
        openssl x509 -req -days 2 -in rsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -text -out rsa.pem
        openssl rsa -in rsa.key -traditional -out rsa1.key
        openssl rsa -in rsa.key -aes128 -passout pass:secret -out locked.key
        openssl rsa -in rsa.key -traditional -aes128 -passout pass:secret -out locked1.key
        openssl ecparam -genkey -name secp384r1 -out ec.key
        openssl req -x509 -new -key ec.key -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -out ec.pem
        cat ec.pem ec.key > both.pem
        """;
    Result made = sh(make);
    assertEquals(0, made.status(), made.err());
    String serve =
        """
        import http.server, ssl, sys
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"secured")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("rsa.pem", "rsa.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """;
    Files.writeString(folder.resolve("serve.py"), serve);
    web = Program.start(Map.of(), List.of("sh", "-c", "cd " + folder + "; exec python3 serve.py"));
    port = web.awaitLine("");
  }

  @AfterAll
  static void stopServing() {
    if (web != null) {
      web.close();
    }
  }

  private static Result sh(String script) throws IOException, InterruptedException {
    Map<String, String> recvq = Map.of("R", Program.recvq().toString(), "P", port);
    return Program.run(recvq, "", List.of("sh", "-c", "cd " + folder + "\n" + script));
  }

  @ParameterizedTest
  @CsvSource({
    "--cert rsa.pem --key rsa.key, ca.pem",
    "--cert rsa.pem --key rsa1.key, ca.pem",
    "--cert ec.pem --key ec.key, ec.pem",
    "--cert both.pem, ec.pem"
  })
  void opensslVerifiesWhatTheServerPresents(String files, String authority) throws Exception {
    String serve = "cd " + folder + "; exec $R serve ack 0 --tls " + files;
    Map<String, String> recvq = Map.of("R", Program.recvq().toString());
    try (Running server = Program.start(recvq, List.of("sh", "-c", serve))) {
      String address = server.awaitLine("listening on ").replace("listening on ", "");
      Result client =
          sh(
              "echo q | openssl s_client -quiet"
                  + " -verify_return_error -verify_hostname localhost -CAfile "
                  + authority
                  + " -connect "
                  + address);
      assertTrue(client.err().contains("verify return:1"), client.toString());
      Result ours =
          sh(
              "$R call ack "
                  + address.replace("127.0.0.1", "localhost")
                  + " --cafile "
                  + authority
                  + " one two");
      assertEquals("[INFO] server has received your messages\n".repeat(2), ours.out(), ours.err());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | --tls --cert rsa.pem --key locked.key | the key is encrypted",
        "3 | --tls --cert rsa.pem --key locked1.key | the key is encrypted",
        "3 | --tls --cert rsa.pem --key ec.key | it is not that of the certificate in rsa.pem",
        "3 | --tls --cert rsa.pem | it holds no private key in PEM",
        "3 | --tls --cert names --key rsa.key | cannot read names: it is no certificate in PEM",
        "3 | --tls --cert none.pem --key rsa.key | No such file or directory (ENOENT 2)",
        "2 | --cert rsa.pem --key rsa.key | --cert, --key and --cert-out are for --tls",
        "2 | --tls --key rsa.key | --key is for --cert"
      })
  void whatIsNoCertificateWithItsKeyIsRefusedInWords(int status, String options, String words)
      throws Exception {
    Result result = sh("$R serve echo 0 " + options);
    assertEquals(status, result.status(), result.toString());
    assertTrue(result.err().contains(words), result.err());
    assertEquals("", result.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | https://localhost:$P/ --cafile ca.pem | body of 7 bytes",
        "0 | https://127.0.0.1:$P/ --insecure | the server's certificate is not verified",
        "1 | https://localhost:$P/ | is not trusted: no known authority signed it",
        "1 | https://localhost:$P/ --cafile ec.pem | is not trusted",
        "1 | https://127.0.0.1:$P/ --cafile ca.pem | is not for 127.0.0.1 but for",
        "1 | http://localhost:$P/ | no response"
      })
  void anHttpsServerOfPythonIsVerifiedUnlessToldOtherwise(int status, String call, String words)
      throws Exception {
    Result result = sh("rm -f body; $R call http -o body " + call);
    assertEquals(status, result.status(), result.toString());
    assertTrue(result.err().contains(words), result.err());
    if (status == 0) {
      assertEquals("secured", Files.readString(folder.resolve("body")));
    }
  }

  @Test
  void curlAndTheClientFetchThroughAProxyThatIsNotPartOfTheSecret() throws Exception {
    List<String> command = Program.command("proxy", "0", "127.0.0.1:" + port, "--quiet");
    try (Running proxy = Program.start(Map.of(), command)) {
      String url =
          "https://localhost:" + proxy.awaitLine("listening on ").replaceAll(".*:", "") + "/";
      Result curl = sh("exec curl -sS --ipv4 --cacert ca.pem " + url);
      assertEquals("secured", curl.out().strip(), curl.err());
      Result ours = sh("rm -f proxied; $R call http --cafile ca.pem -o proxied " + url);
      assertEquals(0, ours.status(), ours.toString());
    }
  }
}
