package io.recvq.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** The user's own files, at the places of the XDG Base Directory Specification. */
final class UserFiles {
  private final Map<String, String> environment;

  UserFiles(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Lines that are run when the shell starts; empty when there is no such file. */
  Optional<Path> startFile() {
    return folder("XDG_CONFIG_HOME", ".config")
        .map(folder -> folder.resolve("recvq/rc"))
        .filter(Files::isReadable);
  }

  /**
   * The history, created if need be so that only its owner can read it; empty when there is no
   * home, or it cannot be written.
   */
  Optional<Path> history() {
    Optional<Path> folder = folder("XDG_STATE_HOME", ".local/state");
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.get().resolve("recvq/history");
    try {
      Files.createDirectories(
          folder.get().resolve("recvq"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return Files.isWritable(file) ? Optional.of(file) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private Optional<Path> folder(String variable, String belowHome) {
    String set = environment.getOrDefault(variable, "");
    if (set.startsWith("/")) {
      return Optional.of(Path.of(set));
    }
    String home = environment.getOrDefault("HOME", "");
    return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, belowHome));
  }
}
