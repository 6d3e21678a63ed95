package io.recvq.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Finds the models that the build has written. */
interface PreparedModels {
  /** The class that the build writes. */
  String WRITTEN = "io.recvq.cli.WrittenModels";

  /**
   * The {@link PreparedModel} that fills in this object, as an Object, because the JVM would load
   * the classes of all models to see that they are such; null for a command that the build left to
   * its annotations.
   */
  @Nullable Object of(String name, RecvqCommand command);

  /**
   * The command's model; empty where the classes were compiled without the build, as editors do.
   */
  static Optional<CommandSpec> find(String name, RecvqCommand command) {
    PreparedModels written;
    try {
      written =
          Class.forName(WRITTEN)
              .asSubclass(PreparedModels.class)
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
    Object model = written.of(name, command);
    return model == null ? Optional.empty() : Optional.of(((PreparedModel) model).spec());
  }
}
