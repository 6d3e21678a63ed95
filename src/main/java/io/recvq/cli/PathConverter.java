package io.recvq.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** A file's name as a path. */
final class PathConverter implements ITypeConverter<Path> {
  @Override
  public Path convert(String value) {
    return Path.of(value);
  }
}
