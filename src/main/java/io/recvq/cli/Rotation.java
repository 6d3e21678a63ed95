package io.recvq.cli;

import io.recvq.net.DurationText;
import io.recvq.net.SizeText;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * When a new file begins: {@code 10M} is a size, {@code 10m} ten minutes.
 *
 * @param bytes present when it is a size
 * @param time present when it is a time
 */
record Rotation(OptionalLong bytes, Optional<Duration> time) {
  /** Reads {@code --rotate}. */
  static final class Converter implements ITypeConverter<Rotation> {
    @Override
    public Rotation convert(String value) {
      try {
        Rotation rotation =
            value.matches(".*[smh]")
                ? new Rotation(OptionalLong.empty(), Optional.of(DurationText.parse(value)))
                : new Rotation(OptionalLong.of(SizeText.parse(value)), Optional.empty());
        if (rotation.bytes.orElse(1) < 1 || rotation.time.orElse(Duration.ofDays(1)).isZero()) {
          throw new IllegalArgumentException("--rotate is above 0");
        }
        return rotation;
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            e.getMessage() + " (a size as 10M, or a time as 30s, 10m, 1h)");
      }
    }
  }
}
