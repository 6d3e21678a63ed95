package io.recvq.peer;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import tlschannel.ClientTlsChannel;
import tlschannel.ServerTlsChannel;

/** TLS around the connections of a server or a client: whom it presents, and whom it trusts. */
public final class TlsLayer {
  private static final char[] NO_PASSWORD = {};

  private final boolean server;
  private final Supplier<SSLEngine> engines;
  private final SSLContext context;

  private TlsLayer(boolean server, SSLContext context, Supplier<SSLEngine> engines) {
    this.server = server;
    this.context = context;
    this.engines = engines;
  }

  /**
   * A server's side, which presents this certificate and asks for none.
   *
   * @throws OperationException when this Java has no TLS that can use it
   */
  public static TlsLayer server(TlsIdentity identity) throws OperationException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry(
          "recvq", identity.key(), NO_PASSWORD, identity.chain().toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new TlsLayer(true, context, () -> engine(context.createSSLEngine(), false));
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(e);
    }
  }

  /**
   * A client's side.
   *
   * @param host as the user wrote it: sent as the server's name, and what its certificate must be
   *     for
   * @throws OperationException when this Java has no TLS that can use it
   */
  public static TlsLayer client(String host, int port, TlsTrust trust) throws OperationException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.managers(), null);
      return new TlsLayer(
          false,
          context,
          () -> {
            SSLEngine engine = engine(context.createSSLEngine(host, port), true);
            if (trust.verifies()) {
              SSLParameters parameters = engine.getSSLParameters();
              parameters.setEndpointIdentificationAlgorithm("HTTPS");
              engine.setSSLParameters(parameters);
            }
            return engine;
          });
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  private static SSLEngine engine(SSLEngine engine, boolean client) {
    engine.setUseClientMode(client);
    return engine;
  }

  private static OperationException unusable(Exception cause) {
    return OperationException.of("set up TLS", String.valueOf(cause.getMessage()), "");
  }

  /** What leads to the peer of a connected, non-blocking channel, with or without TLS. */
  static Transport transport(Optional<TlsLayer> tls, SocketChannel channel) {
    return tls.isPresent() ? tls.get().over(channel) : new SocketTransport(channel);
  }

  /** Puts TLS on a connected, non-blocking channel. */
  private TlsTransport over(SocketChannel channel) {
    SSLEngine engine = engines.get();
    return new TlsTransport(
        channel,
        engine,
        server
            ? ServerTlsChannel.newBuilder(channel, context)
                .withEngineFactory(ignored -> engine)
                .build()
            : ClientTlsChannel.newBuilder(channel, engine).build(),
        !server);
  }
}
