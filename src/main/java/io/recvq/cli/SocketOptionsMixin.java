package io.recvq.cli;

import io.recvq.peer.SocketSettings;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The socket options that commands with sockets of their own take. */
final class SocketOptionsMixin {
  @Option(
      names = "--sndbuf",
      order = 80,
      paramLabel = "BYTES",
      converter = SizeConverter.class,
      description = "SO_SNDBUF, set before connect or listen.")
  @Nullable Long sendBuffer;

  @Option(
      names = "--rcvbuf",
      order = 81,
      paramLabel = "BYTES",
      converter = SizeConverter.class,
      description = "SO_RCVBUF, set before connect or listen.")
  @Nullable Long receiveBuffer;

  @Option(
      names = "--nodelay",
      order = 82,
      arity = "1",
      paramLabel = "BOOL",
      description = "TCP_NODELAY: true (preset) or false.")
  @Nullable Boolean noDelay;

  @Option(
      names = "--linger",
      order = 83,
      paramLabel = "SECONDS",
      description = "SO_LINGER; 0 makes close a reset.")
  @Nullable Integer linger;

  @Option(
      names = "--reuseaddr",
      order = 84,
      arity = "1",
      paramLabel = "BOOL",
      description = "SO_REUSEADDR: true (preset of servers) or false.")
  @Nullable Boolean reuseAddress;

  @Option(names = "--reuseport", order = 85, description = "SO_REUSEPORT.")
  @Nullable Boolean reusePort;

  @Option(names = "--keepalive", order = 86, description = "SO_KEEPALIVE.")
  @Nullable Boolean keepAlive;

  /** What was asked for. Throws UsageException when a value is out of range. */
  SocketSettings settings() {
    return new SocketSettings(
        size("--sndbuf", sendBuffer),
        size("--rcvbuf", receiveBuffer),
        Optional.ofNullable(noDelay),
        linger == null ? OptionalInt.empty() : OptionalInt.of(linger),
        Optional.ofNullable(reuseAddress),
        Optional.ofNullable(reusePort),
        Optional.ofNullable(keepAlive));
  }

  private static OptionalInt size(String option, @Nullable Long bytes) {
    if (bytes == null) {
      return OptionalInt.empty();
    }
    if (bytes < 1 || bytes > Integer.MAX_VALUE) {
      throw new UsageException(option + " is 1 to " + Integer.MAX_VALUE + " bytes");
    }
    return OptionalInt.of(bytes.intValue());
  }
}
