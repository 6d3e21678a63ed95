package io.recvq.cli;

import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.peer.EffectPlan;
import io.recvq.peer.EffectSpec;
import io.recvq.peer.LoopControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of effects, an effect a line, that is read again when its content changes. */
final class EffectsFile {
  /** How often it is looked at. */
  static final Duration POLL = Duration.ofMillis(200);

  private static final long MAX_BYTES = 64 << 10;

  private final Path file;
  private final EffectsMixin options;
  private List<String> lines = List.of();
  private boolean known;

  /**
   * @param options the choice of connections, which the file does not change
   */
  EffectsFile(Path file, EffectsMixin options) {
    this.file = file;
    this.options = options;
  }

  /** A new content of the file: effects, or why they cannot be read. */
  record Change(Optional<EffectPlan> plan, String message) {
    void apply(CommandContext context, LoopControl control) throws IOException {
      if (plan.isPresent()) {
        control.change(plan.get());
      }
      context.err().println("recvq: " + message);
      context.err().flush();
    }
  }

  /**
   * What the file says since it was last looked at; empty when it says the same.
   *
   * @throws OperationException when it cannot be read at the first look
   */
  Optional<Change> changed() throws OperationException {
    List<String> now;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      now = Files.readAllLines(file);
    } catch (IOException e) {
      if (!known) {
        throw FileFailure.read(file.toString(), e);
      }
      // An editor may just be replacing it; the effects stay until it can be read again.
      return Optional.empty();
    }
    if (known && now.equals(lines)) {
      return Optional.empty();
    }
    known = true;
    lines = now;
    return Optional.of(parse(now));
  }

  private Change parse(List<String> content) {
    List<EffectSpec> specs = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      String line = content.get(i).replaceFirst("#.*", "").strip();
      try {
        if (!line.isEmpty()) {
          specs.add(EffectSpec.parse(line));
        }
      } catch (IllegalArgumentException e) {
        return new Change(
            Optional.empty(), file + ":" + (i + 1) + ": " + e.getMessage() + "; effects unchanged");
      }
    }
    EffectPlan plan = new EffectPlan(specs, options.every, options.probability, options.seed);
    String effects =
        specs.isEmpty() ? "none" : String.join(", ", specs.stream().map(Object::toString).toList());
    return new Change(Optional.of(plan), "effects from " + file + ": " + effects);
  }
}
