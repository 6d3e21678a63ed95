package io.recvq.view;

import io.recvq.diagnose.Verdict;
import io.recvq.sockets.InetRow;
import java.util.Optional;

/**
 * A row of the dashboard: a server, listener or process, or a connection below it.
 *
 * @param name the endpoint's name, or the process's
 * @param below whether it is a connection of the row above
 * @param text what it is and where: for a connection its peer
 * @param row the kernel's row, with details where it is a connection
 * @param inPerSecond bytes received a second; negative where it is not known
 * @param outPerSecond bytes acknowledged by the peer a second, likewise
 * @param note effects at work
 * @param verdict what limits the connection, once it was watched for a moment
 */
public record TopRow(
    String name,
    boolean below,
    String text,
    Optional<InetRow> row,
    double inPerSecond,
    double outPerSecond,
    String note,
    Optional<Verdict> verdict) {

  /** A row that is no connection. */
  public static TopRow group(String name, String text, Optional<InetRow> row, String note) {
    return new TopRow(name, false, text, row, -1, -1, note, Optional.empty());
  }

  /** Whether something limits it. */
  boolean isBad() {
    return verdict.filter(Verdict::isBad).isPresent();
  }
}
