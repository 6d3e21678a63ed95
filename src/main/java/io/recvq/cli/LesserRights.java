package io.recvq.cli;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.Machine;
import io.recvq.sys.OrdinaryUser;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom a command that runs as root becomes once it has opened what needs root. */
final class LesserRights {
  private static final String ROOT = "root";

  private LesserRights() {}

  /**
   * The user to become: the one asked for, else who called sudo. Nobody for a process without
   * root's rights, and within a session, whose other commands go on needing them.
   *
   * @param asked the option's value
   */
  static Optional<OrdinaryUser> of(@Nullable String asked, CommandContext context)
      throws OperationException {
    Machine machine = Machine.local();
    if (asked == null) {
      boolean alone = context.session().isEmpty();
      Optional<OrdinaryUser> caller = OrdinaryUser.ofSudo(context.environment());
      return alone && caller.isPresent() && isRoot(machine) ? caller : Optional.empty();
    }
    if (asked.equals(ROOT)) {
      return Optional.empty();
    }
    if (context.session().isPresent()) {
      throw new UsageException("--user is for a capture of its own, not for one in a shell");
    }
    if (!isRoot(machine)) {
      throw new UsageException("--user " + asked + ": only root can become another user");
    }
    Optional<OrdinaryUser> user = machine.users().ordinary(asked);
    if (user.isEmpty()) {
      throw new UsageException("no user '" + asked + "' in /etc/passwd");
    }
    return user;
  }

  /** Where a file is refused to the user that was become, that is why, and it is said. */
  static OperationException explained(OperationException failure, OrdinaryUser became) {
    if (!failure.errno().equals(Optional.of(Errno.EACCES))) {
      return failure;
    }
    return OperationException.of(
        failure.attempted(),
        Errno.EACCES,
        "as user " + became.name() + ", whose capture it is; -Z root keeps root's rights");
  }

  private static boolean isRoot(Machine machine) throws OperationException {
    return machine.rights().uid() == 0;
  }
}
