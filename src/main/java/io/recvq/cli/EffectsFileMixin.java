package io.recvq.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which effects are changed while something runs. */
final class EffectsFileMixin {
  @Option(
      names = "--effects-file",
      order = 65,
      paramLabel = "FILE",
      description = "Effects, one a line; read again whenever it changes.")
  @Nullable Path file;

  /**
   * The file to watch, if any.
   *
   * @param effects the choice of connections, which the file does not change
   */
  Optional<EffectsFile> watched(EffectsMixin effects) {
    return Optional.ofNullable(file).map(path -> new EffectsFile(path, effects));
  }
}
