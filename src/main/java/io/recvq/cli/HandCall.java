package io.recvq.cli;

import io.recvq.lab.HandListener;
import io.recvq.lab.HandSocket;
import io.recvq.lab.Lab;
import io.recvq.lab.Member;
import io.recvq.lab.Outcome;
import io.recvq.lab.Queues;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Calls on sockets driven by hand, put together with the queues after them. */
final class HandCall {
  private static final byte[] NOTHING = {};

  private HandCall() {}

  /** A call that made this endpoint. */
  static CallText named(CommandContext context, Member made, String call, String arguments)
      throws IOException, InterruptedException {
    Outcome outcome = new Outcome(call, 0, 0, Optional.empty(), NOTHING, 1, Duration.ZERO);
    return new CallText(made.name(), arguments, outcome, queues(context, made));
  }

  /** A call on this listener that the system refused. */
  static CallText refused(
      CommandContext context, HandListener listener, String call, String arguments, Errno errno)
      throws IOException, InterruptedException {
    Outcome outcome = new Outcome(call, 0, -1, Optional.of(errno), NOTHING, 1, Duration.ZERO);
    return new CallText(listener.name(), arguments, outcome, queues(context, listener));
  }

  /** A call on a connection. */
  static CallText of(CommandContext context, HandSocket socket, String arguments, Outcome outcome)
      throws OperationException, InterruptedException {
    return new CallText(socket.name(), arguments, outcome, queues(context, socket));
  }

  static Queues queues(CommandContext context, Member member)
      throws OperationException, InterruptedException {
    Lab lab = LabCommand.lab(context);
    if (member instanceof HandSocket socket && socket.ends().isPresent()) {
      return Queues.settled(lab, socket.name(), socket.ends().get());
    }
    if (member instanceof HandListener listener && listener.endpoint().isPresent()) {
      return Queues.listener(lab, listener.name(), listener.endpoint().get());
    }
    return Queues.NONE;
  }
}
