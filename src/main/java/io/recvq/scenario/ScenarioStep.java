package io.recvq.scenario;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A step of a scenario: a call of one end, or waiting for what the kernel shows. */
public sealed interface ScenarioStep {
  /** The line of the file on which it begins, from 1. */
  int line();

  /** Whether it is the fault: a control run leaves it out. */
  boolean isFault();

  /** Whether the time line marks it as the moment of failure. */
  boolean isFailure();

  /**
   * A system call, or several of them.
   *
   * @param end who calls
   * @param connection the number of its connection, from 1 in the order in which they were made;
   *     absent is the last made
   * @param every whether each of its connections does it, one after the other
   * @param times how often
   * @param payload what is written; for a read how much at most is its {@code sizeBytes}
   * @param until whether a write goes on until the kernel refuses, or a read until all was read
   * @param expect what it must return; empty is that it works
   * @param forTime how long a call that hangs is watched
   * @param within after that time a call that should have returned is given up
   */
  record Call(
      int line,
      boolean isFault,
      boolean isFailure,
      String end,
      Action action,
      OptionalInt connection,
      boolean every,
      int times,
      Payload payload,
      boolean until,
      Expectation expect,
      Duration forTime,
      Duration within)
      implements ScenarioStep {

    /** The same expectation of the answer of another action. */
    Call of(Action other) {
      return new Call(
          line,
          isFault,
          isFailure,
          end,
          other,
          connection,
          every,
          times,
          payload,
          until,
          expect,
          forTime,
          within);
    }
  }

  /**
   * Waits until all of these hold in one reading of the kernel's table.
   *
   * @param lasting they must hold in each reading for so long
   * @param connection the number of the ends' connection; absent is the last made
   * @param within after that time the scenario is not reproduced
   */
  record Wait(
      int line,
      boolean isFault,
      boolean isFailure,
      List<Condition> conditions,
      OptionalInt connection,
      Duration lasting,
      Duration within)
      implements ScenarioStep {
    public Wait {
      conditions = List.copyOf(conditions);
    }
  }

  /** The calls that an end can make. */
  enum Action {
    /** socket, bind and listen. */
    LISTEN,
    ACCEPT,
    /** socket and connect. */
    CONNECT,
    WRITE,
    READ,
    /** Reads until a frame is whole, or known to be malformed. */
    READ_FRAME,
    /** shutdown(SHUT_WR): the end of what it sends. */
    SHUTDOWN,
    /** close of a connection. */
    CLOSE,
    /** close of the listener. */
    STOP,
    /** Waits for the call that did not return. */
    RETURNS,
    /** getaddrinfo of the payload's text. */
    RESOLVE,
    /** The end's address goes away, with no word to anybody: only in a network of its own. */
    VANISH
  }

  /**
   * The bytes of a write.
   *
   * @param bytes what is written; empty for a read
   * @param sizeBytes how many, also where {@code bytes} is empty
   * @param frame the JSON text of the frame's content, where it is a frame
   */
  record Payload(ByteBuffer bytes, long sizeBytes, Optional<String> frame) {
    public static final Payload NONE = new Payload(ByteBuffer.allocate(0), 0, Optional.empty());

    /** A view of its own, from the first byte to the last. */
    @Override
    public ByteBuffer bytes() {
      return bytes.asReadOnlyBuffer();
    }
  }
}
