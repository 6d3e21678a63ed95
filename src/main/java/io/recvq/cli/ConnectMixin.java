package io.recvq.cli;

import io.recvq.peer.ClientOptions;
import io.recvq.peer.SocketSettings;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How commands that connect do so. */
final class ConnectMixin {
  @Option(
      names = "--timeout",
      order = 70,
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Give up connecting after this time (10s).")
  Duration timeout = ClientOptions.DEFAULT.connectTimeout();

  @Mixin SocketOptionsMixin sockets = new SocketOptionsMixin();

  /** The socket options asked for. Throws UsageException when a value is out of range. */
  SocketSettings settings() {
    return sockets.settings();
  }
}
