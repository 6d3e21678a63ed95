package io.recvq.sockets;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who holds a socket, or why that is not known. Not permitted to look is not the same as nobody.
 *
 * @param owners the holders that were seen; empty unless {@code kind} is {@code HELD}
 */
public record Ownership(Kind kind, List<Owner> owners) {
  /** How much is known. */
  public enum Kind {
    /** Nobody looked. */
    NOT_ASKED,
    /** At least one process holds it. */
    HELD,
    /** No process holds it: the kernel keeps it alone, as TIME_WAIT. */
    NONE,
    /** No holder was found, but some processes do not let this user look. */
    NOT_PERMITTED
  }

  public static final Ownership NOT_ASKED = new Ownership(Kind.NOT_ASKED, List.of());
  public static final Ownership NONE = new Ownership(Kind.NONE, List.of());
  public static final Ownership NOT_PERMITTED = new Ownership(Kind.NOT_PERMITTED, List.of());

  public Ownership {
    owners = List.copyOf(owners);
  }

  /** At least one process holds it. */
  public static Ownership heldBy(List<Owner> owners) {
    return new Ownership(Kind.HELD, owners);
  }

  /**
   * What a choice by owners cannot tell, in plain words: how many of these rows belong to processes
   * that this user may not look into. Empty when all could be looked at.
   */
  public static Optional<String> limit(Collection<? extends SocketRow> rows) {
    int closed = 0;
    for (SocketRow row : rows) {
      closed += row.owners().kind() == Kind.NOT_PERMITTED ? 1 : 0;
    }
    return closed == 0
        ? Optional.empty()
        : Optional.of(
            closed
                + (closed == 1 ? " socket belongs" : " sockets belong")
                + " to processes that you may not look into, and may be missing;"
                + " it needs root with CAP_SYS_PTRACE");
  }
}
