package io.recvq.cli;

import io.recvq.net.AddressSpec;
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
      description = "Speak TLS with a self-signed certificate made on the spot.")
  boolean tls;

  @Option(
      names = "--cert-out",
      order = 41,
      paramLabel = "FILE",
      description = "Write that certificate (PEM) for clients; must not exist.")
  @Nullable Path certificateFile;

  /** The same options, inside TLS where that was asked for. */
  ServerOptions secured(ServerOptions options, AddressSpec address) throws OperationException {
    if (!tls) {
      if (certificateFile != null) {
        throw new UsageException("--cert-out is for --tls");
      }
      return options;
    }
    TlsIdentity identity =
        TlsIdentity.selfSigned(address instanceof AddressSpec.Inet inet ? inet.host() : "");
    if (certificateFile != null) {
      write(identity, certificateFile);
    }
    return options.with(TlsLayer.server(identity));
  }

  private static void write(TlsIdentity identity, Path file) throws OperationException {
    try {
      Files.writeString(
          file, identity.pem(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw OperationException.of("write " + file, e, "remove it, or name another");
    }
  }
}
