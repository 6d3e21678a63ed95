package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.peer.ServerOptions;
import io.recvq.peer.TlsIdentity;
import io.recvq.peer.TlsLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a server speaks TLS. */
final class TlsServerMixin {
  @Option(
      names = "--tls",
      order = 40,
      description = "Speak TLS; without --cert with a self-signed certificate made on the spot.")
  boolean tls;

  @Option(
      names = "--cert-out",
      order = 41,
      paramLabel = "FILE",
      description = "Write that certificate (PEM) for clients; must not exist.")
  @Nullable Path certificateFile;

  @Option(
      names = "--cert",
      order = 42,
      paramLabel = "FILE",
      description = "Present this certificate (PEM), and those behind it.")
  @Nullable Path ownCertificate;

  @Option(
      names = "--key",
      order = 43,
      paramLabel = "FILE",
      description = "Its key (PEM, not encrypted), where it is not in the file of --cert.")
  @Nullable Path ownKey;

  /** The same options, inside TLS where that was asked for. */
  ServerOptions secured(ServerOptions options, AddressSpec address) throws OperationException {
    if (!tls) {
      if (certificateFile != null || ownCertificate != null || ownKey != null) {
        throw new UsageException("--cert, --key and --cert-out are for --tls");
      }
      return options;
    }
    return options.with(TlsLayer.server(identity(address)));
  }

  private TlsIdentity identity(AddressSpec address) throws OperationException {
    Path certificates = ownCertificate;
    if (certificates != null) {
      if (certificateFile != null) {
        throw new UsageException("--cert-out is for a certificate made on the spot, not --cert");
      }
      Path key = ownKey == null ? certificates : ownKey;
      return TlsIdentity.of(
          certificates.toString(), TextFile.read(certificates), key.toString(), TextFile.read(key));
    }
    if (ownKey != null) {
      throw new UsageException("--key is for --cert");
    }
    TlsIdentity made =
        TlsIdentity.selfSigned(address instanceof AddressSpec.Inet inet ? inet.host() : "");
    if (certificateFile != null) {
      write(made, certificateFile);
    }
    return made;
  }

  private static void write(TlsIdentity identity, Path file) throws OperationException {
    try {
      Files.writeString(
          file, identity.pem(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw FileFailure.write(file.toString(), e);
    }
  }
}
