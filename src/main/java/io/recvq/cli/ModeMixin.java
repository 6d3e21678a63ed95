package io.recvq.cli;

import io.recvq.peer.SocketMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option by which calls on a socket are made in a mode of their own, and shown. */
final class ModeMixin {
  @Option(
      names = "--mode",
      order = 55,
      paramLabel = "MODE",
      converter = Converter.class,
      description = "blocking, nonblocking or timeout=TIME; show what each call returned.")
  @Nullable SocketMode mode;

  /** Reads a mode. */
  static final class Converter implements ITypeConverter<SocketMode> {
    @Override
    public SocketMode convert(String value) {
      try {
        return SocketMode.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
