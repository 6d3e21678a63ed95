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

  /** The first line of a command's description; null for what is no command. */
  @Nullable String summary(String name);

  /**
   * The command's model; empty where the classes were compiled without the build, as editors do.
   */
  static Optional<CommandSpec> find(String name, RecvqCommand command) {
    Optional<PreparedModels> written = written();
    Object model = written.isPresent() ? written.get().of(name, command) : null;
    return model == null ? Optional.empty() : Optional.of(((PreparedModel) model).spec());
  }

  /** The first line of a command's description, without making the command where the build ran. */
  static String summaryOf(String name) {
    Optional<PreparedModels> written = written();
    String summary = written.isPresent() ? written.get().summary(name) : null;
    return summary == null
        ? Commands.annotated(name).getCommandSpec().usageMessage().description()[0]
        : summary;
  }

  private static Optional<PreparedModels> written() {
    try {
      return Optional.of(
          Class.forName(WRITTEN)
              .asSubclass(PreparedModels.class)
              .getDeclaredConstructor()
              .newInstance());
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
