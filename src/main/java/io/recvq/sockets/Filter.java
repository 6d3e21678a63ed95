package io.recvq.sockets;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import java.util.OptionalInt;

/**
 * Chooses rows of the socket table. A question about owners has no answer while nobody has looked
 * for them, so a filter answers in three ways; rows that may match are worth a look.
 */
public sealed interface Filter {
  /** Whether a row matches. */
  enum Answer {
    YES,
    NO,
    /** It depends on the owners, and nobody has looked for them yet. */
    UNKNOWN;

    static Answer of(boolean yes) {
      return yes ? YES : NO;
    }
  }

  /** Which end of a connection is meant. */
  enum Side {
    LOCAL,
    REMOTE,
    EITHER
  }

  /** Whether the row matches. */
  Answer test(SocketRow row);

  /** Whether an answer can depend on the owners. */
  default boolean asksOwners() {
    return false;
  }

  /** Whether it speaks of a kind of sockets, so that more than TCP must be read. */
  default boolean namesProto() {
    return false;
  }

  /** Bits of the states outside which no row matches, for the kernel to leave out the others. */
  default int stateMask() {
    return SocketState.ALL_MASK;
  }

  /** A port that every matching row has at one end, for the kernel to leave out the others. */
  default OptionalInt port() {
    return OptionalInt.empty();
  }

  /** A process that holds every matching row. */
  default OptionalInt heldBy() {
    return OptionalInt.empty();
  }

  /** Everything. */
  record All() implements Filter {
    @Override
    public Answer test(SocketRow row) {
      return Answer.YES;
    }
  }

  /** Two conditions put together. */
  sealed interface Joined extends Filter {
    Filter left();

    Filter right();

    @Override
    default boolean asksOwners() {
      return left().asksOwners() || right().asksOwners();
    }

    @Override
    default boolean namesProto() {
      return left().namesProto() || right().namesProto();
    }
  }

  /** Rows that match both. */
  record And(Filter left, Filter right) implements Joined {
    @Override
    public Answer test(SocketRow row) {
      Answer first = left.test(row);
      if (first == Answer.NO) {
        return Answer.NO;
      }
      Answer second = right.test(row);
      return second == Answer.YES ? first : second;
    }

    @Override
    public int stateMask() {
      return left.stateMask() & right.stateMask();
    }

    @Override
    public OptionalInt port() {
      // Asked once: twice at each level would be 2^n times for n conditions in a row.
      OptionalInt first = left.port();
      return first.isPresent() ? first : right.port();
    }

    @Override
    public OptionalInt heldBy() {
      OptionalInt first = left.heldBy();
      return first.isPresent() ? first : right.heldBy();
    }
  }

  /** Rows that match at least one. */
  record Or(Filter left, Filter right) implements Joined {
    @Override
    public Answer test(SocketRow row) {
      Answer first = left.test(row);
      if (first == Answer.YES) {
        return Answer.YES;
      }
      Answer second = right.test(row);
      return second == Answer.NO ? first : second;
    }

    @Override
    public int stateMask() {
      return left.stateMask() | right.stateMask();
    }

    @Override
    public OptionalInt port() {
      OptionalInt first = left.port();
      return first.equals(right.port()) ? first : OptionalInt.empty();
    }
  }

  /** Rows that do not match. */
  record Not(Filter inner) implements Filter {
    @Override
    public Answer test(SocketRow row) {
      return switch (inner.test(row)) {
        case YES -> Answer.NO;
        case NO -> Answer.YES;
        case UNKNOWN -> Answer.UNKNOWN;
      };
    }

    @Override
    public boolean asksOwners() {
      return inner.asksOwners();
    }

    @Override
    public boolean namesProto() {
      return inner.namesProto();
    }
  }

  /** Rows in one of the states of a mask. */
  record InState(int mask) implements Filter {
    @Override
    public Answer test(SocketRow row) {
      return Answer.of((row.state().bit() & mask) != 0);
    }

    @Override
    public int stateMask() {
      return mask;
    }
  }

  /** Rows of a protocol. */
  record OfProto(Proto proto) implements Filter {
    @Override
    public Answer test(SocketRow row) {
      return Answer.of(row.proto() == proto);
    }

    @Override
    public boolean namesProto() {
      return true;
    }
  }

  /** Rows with such a port; a missing peer has none. */
  record OnPort(Side side, Comparison comparison, int number) implements Filter {
    @Override
    public Answer test(SocketRow row) {
      if (!(row instanceof InetRow inet)) {
        return Answer.NO;
      }
      return Answer.of(
          side != Side.REMOTE && comparison.holds(inet.local().port(), number)
              || side != Side.LOCAL
                  && inet.isConnected()
                  && comparison.holds(inet.remote().port(), number));
    }

    @Override
    public OptionalInt port() {
      return comparison == Comparison.EQUAL && number != 0
          ? OptionalInt.of(number)
          : OptionalInt.empty();
    }
  }

  /** Rows with an address inside a network. */
  record InNetwork(Side side, IpAddress network, int prefixBits) implements Filter {
    @Override
    public Answer test(SocketRow row) {
      return Answer.of(
          row instanceof InetRow inet
              && (side != Side.REMOTE && contains(inet.local())
                  || side != Side.LOCAL && contains(inet.remote())));
    }

    private boolean contains(Endpoint endpoint) {
      return endpoint.address().v6() == network.v6()
          && endpoint.address().isWithin(network, prefixBits);
    }
  }

  /** Rows whose number compares so; a number that is not known never does. */
  record Numbers(Quantity quantity, Comparison comparison, long number) implements Filter {
    /** What is compared. */
    public enum Quantity {
      RECVQ,
      SENDQ,
      UID,
      INODE
    }

    @Override
    public Answer test(SocketRow row) {
      long value =
          switch (quantity) {
            case RECVQ -> row.recvQ();
            case SENDQ -> row.sendQ();
            case UID -> row.hasInode() ? row.uid() : SocketRow.UNKNOWN;
            case INODE -> row.hasInode() ? row.inode() : SocketRow.UNKNOWN;
          };
      return Answer.of(value != SocketRow.UNKNOWN && comparison.holds(value, number));
    }
  }

  /** Rows that a certain process holds. */
  sealed interface Held extends Filter {
    /** Whether this is such a process. */
    boolean by(Owner owner);

    /** No process can hold a row without an inode, so nobody needs to look for one. */
    @Override
    default Answer test(SocketRow row) {
      if (row.owners().kind() == Ownership.Kind.NOT_ASKED) {
        return row.hasInode() ? Answer.UNKNOWN : Answer.NO;
      }
      return Answer.of(row.owners().owners().stream().anyMatch(this::by));
    }

    @Override
    default boolean asksOwners() {
      return true;
    }
  }

  /** Rows that a process with such a pid holds. */
  record HeldByPid(int pid) implements Held {
    @Override
    public boolean by(Owner owner) {
      return owner.pid() == pid;
    }

    @Override
    public OptionalInt heldBy() {
      return OptionalInt.of(pid);
    }
  }

  /** Rows that a process of such a name holds; {@code *} stands for any characters. */
  record HeldByProcess(String pattern) implements Held {
    @Override
    public boolean by(Owner owner) {
      return WildCard.matches(pattern, owner.process());
    }
  }

  /** Unix sockets with such an address; {@code *} stands for any characters. */
  record AtPath(String pattern) implements Filter {
    @Override
    public Answer test(SocketRow row) {
      return Answer.of(row instanceof UnixRow unix && WildCard.matches(pattern, unix.path()));
    }

    @Override
    public boolean namesProto() {
      return true;
    }
  }
}
