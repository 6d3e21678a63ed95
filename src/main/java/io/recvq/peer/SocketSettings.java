package io.recvq.peer;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Socket options as a user asks for them (socket(7), tcp(7)); what is absent stays as the system
 * has it.
 *
 * @param sendBufferBytes SO_SNDBUF; the kernel grants twice as much and stops growing it by itself
 * @param receiveBufferBytes SO_RCVBUF; must be set before listen or connect to bound the window
 * @param noDelay TCP_NODELAY
 * @param lingerSeconds SO_LINGER; 0 makes close send a reset
 * @param reuseAddress SO_REUSEADDR
 * @param reusePort SO_REUSEPORT
 * @param keepAlive SO_KEEPALIVE
 */
public record SocketSettings(
    OptionalInt sendBufferBytes,
    OptionalInt receiveBufferBytes,
    Optional<Boolean> noDelay,
    OptionalInt lingerSeconds,
    Optional<Boolean> reuseAddress,
    Optional<Boolean> reusePort,
    Optional<Boolean> keepAlive) {

  /** Nothing asked for. */
  public static final SocketSettings DEFAULT =
      new SocketSettings(
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Sets those that the channel knows; throws IOException when the system refuses a value. */
  void applyTo(NetworkChannel channel) throws IOException {
    for (Map.Entry<SocketOption<?>, Object> entry : asked().entrySet()) {
      if (channel.supportedOptions().contains(entry.getKey())) {
        set(channel, entry.getKey(), entry.getValue());
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> void set(NetworkChannel channel, SocketOption<T> option, Object value)
      throws IOException {
    channel.setOption(option, (T) value);
  }

  /** What was asked for of the options that the channel knows, and what the system granted. */
  List<GrantedOption> granted(NetworkChannel channel) throws IOException {
    List<GrantedOption> granted = new ArrayList<>();
    for (Map.Entry<SocketOption<?>, Object> entry : asked().entrySet()) {
      SocketOption<?> option = entry.getKey();
      if (channel.supportedOptions().contains(option)) {
        // The JDK halves what Linux says of buffers, to undo the kernel's doubling.
        int unit =
            option == StandardSocketOptions.SO_SNDBUF || option == StandardSocketOptions.SO_RCVBUF
                ? 2
                : 1;
        long value = unit * number(channel.getOption(option));
        granted.add(new GrantedOption(option.name(), number(entry.getValue()), value));
      }
    }
    return granted;
  }

  private static long number(Object value) {
    return value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).longValue();
  }

  /** The options asked for with their values, in the order of this record. */
  Map<SocketOption<?>, Object> asked() {
    Map<SocketOption<?>, Object> asked = new LinkedHashMap<>();
    sendBufferBytes.ifPresent(v -> asked.put(StandardSocketOptions.SO_SNDBUF, v));
    receiveBufferBytes.ifPresent(v -> asked.put(StandardSocketOptions.SO_RCVBUF, v));
    noDelay.ifPresent(v -> asked.put(StandardSocketOptions.TCP_NODELAY, v));
    lingerSeconds.ifPresent(v -> asked.put(StandardSocketOptions.SO_LINGER, v));
    reuseAddress.ifPresent(v -> asked.put(StandardSocketOptions.SO_REUSEADDR, v));
    reusePort.ifPresent(v -> asked.put(StandardSocketOptions.SO_REUSEPORT, v));
    keepAlive.ifPresent(v -> asked.put(StandardSocketOptions.SO_KEEPALIVE, v));
    return asked;
  }
}
