package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import io.recvq.peer.TlsIdentity;
import io.recvq.peer.TlsLayer;
import io.recvq.peer.TlsTrust;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a client speaks TLS. */
final class TlsClientMixin {
  @Option(names = "--tls", order = 40, description = "Speak TLS, and verify the certificate.")
  boolean tls;

  @Option(
      names = "--cafile",
      order = 41,
      paramLabel = "FILE",
      description = "Trust these certificates (PEM) and no others.")
  @Nullable Path authorities;

  @Option(
      names = "--insecure",
      order = 42,
      description = "Take any certificate; nobody knows whose it is.")
  boolean insecure;

  boolean isAsked() {
    return tls || authorities != null || insecure;
  }

  /**
   * The client's side of TLS. Says so on standard error when nothing is verified.
   *
   * @param target whose host's name or address the certificate must be for
   * @throws OperationException when the file of authorities cannot be read
   */
  TlsLayer layer(CommandContext context, AddressSpec target) throws OperationException {
    if (!(target instanceof AddressSpec.Inet inet)) {
      throw new UsageException("--tls is not for Unix-domain sockets");
    }
    if (insecure && authorities != null) {
      throw new UsageException("--insecure and --cafile contradict each other");
    }
    if (insecure) {
      context.err().println("recvq: --insecure: the server's certificate is not verified");
      context.err().flush();
    }
    return TlsLayer.client(inet.host(), inet.port(), trust());
  }

  private TlsTrust trust() throws OperationException {
    if (insecure) {
      return new TlsTrust.Anybody();
    }
    return authorities == null
        ? new TlsTrust.Installed()
        : new TlsTrust.Authorities(
            TlsIdentity.certificates(authorities.toString(), TextFile.read(authorities)));
  }
}
