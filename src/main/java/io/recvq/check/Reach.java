package io.recvq.check;

import io.recvq.net.AddressSpec;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.probe.Exchange;
import io.recvq.probe.ProbeTarget;
import io.recvq.probe.TargetLookup;
import io.recvq.render.Times;
import io.recvq.sys.AddressLookup.Family;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What checks that talk to a port have in common. */
final class Reach {
  private Reach() {}

  static Duration left(long deadlineNanos) {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  /** The first address of a host; an unknown name means that it could not be checked. */
  static ProbeTarget target(String host, long deadlineNanos)
      throws IOException, InterruptedException {
    return TargetLookup.addresses(host, Family.ANY, left(deadlineNanos)).get(0);
  }

  /** A conversation with a peer. */
  interface Talk {
    Outcome with(Exchange exchange) throws IOException;
  }

  /** Connects and talks; what the peer or the network refuses is a failed check. */
  static Outcome talk(AddressSpec.Inet address, long deadlineNanos, Talk talk)
      throws IOException, InterruptedException {
    ProbeTarget target = target(address.host(), deadlineNanos);
    try (Exchange exchange = Exchange.open(target, address.port(), deadlineNanos)) {
      return talk.with(exchange);
    } catch (OperationException e) {
      if (e.errno().filter(Reach::isAnswer).isPresent()) {
        return Outcome.fail(e.getMessage());
      }
      throw e;
    }
  }

  /** Whether an errno tells of the peer or the way to it, and not of this machine. */
  static boolean isAnswer(Errno errno) {
    return switch (errno) {
      case ECONNREFUSED, ECONNRESET, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EPIPE, ECONNABORTED ->
          true;
      default -> false;
    };
  }

  /** Fails when what took so long should have taken less. */
  static Outcome within(Outcome outcome, Optional<Duration> limit, long elapsedNanos) {
    if (outcome.status() != CheckStatus.PASS
        || limit.isEmpty()
        || elapsedNanos < limit.get().toNanos()) {
      return outcome;
    }
    return Outcome.fail(
        "%s, but in %s, not below %s"
            .formatted(
                outcome.message(),
                Times.human(Duration.ofNanos(elapsedNanos)),
                Times.human(limit.get())));
  }

  /** Text for a message: not too long. */
  static String cut(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
