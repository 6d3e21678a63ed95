package io.recvq.cli;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.render.JsonLines;
import java.util.EnumSet;
import java.util.Set;

/** Errors that are an answer of the network: refused, reset, timed out, unreachable. */
final class NetworkAnswer {
  private static final Set<Errno> ANSWERS =
      EnumSet.of(
          Errno.ECONNREFUSED,
          Errno.ECONNRESET,
          Errno.ECONNABORTED,
          Errno.EPIPE,
          Errno.ETIMEDOUT,
          Errno.EHOSTUNREACH,
          Errno.ENETUNREACH,
          Errno.EHOSTDOWN);

  private NetworkAnswer() {}

  /** Whether this error says something of the peer, and not that we could not look. */
  static boolean is(OperationException e) {
    return e.errno().filter(ANSWERS::contains).isPresent();
  }

  /** The message for eyes; in JSON an object of this type besides. */
  static void print(CommandContext context, OperationException e, boolean json, String type) {
    Errno errno = e.errno().orElseThrow();
    if (json) {
      write(context.json(), e, errno, type);
    } else {
      context.result(lines -> write(lines, e, errno, type));
    }
    context.out().flush();
    context.err().println("recvq: " + e.getMessage());
  }

  private static void write(JsonLines json, OperationException e, Errno errno, String type) {
    json.begin(type)
        .put("outcome", word(errno))
        .put("errno", errno.name())
        .put("errnoNumber", errno.number())
        .put("message", e.getMessage())
        .end();
  }

  /** One word for what happened. */
  static String word(Errno errno) {
    return switch (errno) {
      case ECONNREFUSED -> "refused";
      case ECONNRESET, ECONNABORTED, EPIPE -> "reset";
      case ETIMEDOUT -> "timed-out";
      default -> "unreachable";
    };
  }
}
