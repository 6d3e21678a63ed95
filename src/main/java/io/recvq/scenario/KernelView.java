package io.recvq.scenario;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.scenario.Condition.Subject;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketState;
import io.recvq.sys.SocketTable;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** Answers conditions from the kernel's socket table. */
final class KernelView {
  private final SocketTable table;

  KernelView(SocketTable table) {
    this.table = table;
  }

  /**
   * What a condition is about.
   *
   * @param listening where the end listens, or the listener that it connects to
   * @param listens whether it listens itself
   * @param local of its connection that is asked about
   */
  record Subjects(
      Optional<Endpoint> listening,
      boolean listens,
      Optional<Endpoint> local,
      Optional<Endpoint> remote) {}

  /**
   * What the kernel showed.
   *
   * @param text as {@code client state = CLOSE_WAIT}
   */
  record Answer(boolean holds, String text) {}

  Answer ask(Condition condition, Subjects of) throws OperationException {
    if (condition.subject() == Subject.SOCKETS || condition.subject() == Subject.ACCEPT_QUEUE) {
      return number(condition, OptionalDouble.of(counted(condition, of)));
    }
    Optional<InetRow> row = row(of);
    return switch (condition.subject()) {
      case STATE ->
          answer(
              condition,
              row.map(InetRow::state).equals(condition.state()),
              row.map(r -> r.state().name()).orElse("gone"));
      case TIMER -> {
        String timer = row.map(r -> r.timer().kind().word()).orElse("gone");
        yield answer(condition, timer.equals(condition.word()), timer);
      }
      default ->
          number(
              condition,
              row.isPresent() ? value(condition.subject(), row.get()) : OptionalDouble.empty());
    };
  }

  private Optional<InetRow> row(Subjects of) throws OperationException {
    if (of.local().isEmpty() || of.remote().isEmpty()) {
      return Optional.empty();
    }
    synchronized (table) {
      return table.connection(of.local().get(), of.remote().get()).near();
    }
  }

  private static Answer number(Condition condition, OptionalDouble value) {
    if (value.isEmpty()) {
      return answer(condition, false, "not to be seen");
    }
    double number = value.getAsDouble();
    String text =
        number == Math.rint(number) ? CallAnswer.number((long) number) : String.valueOf(number);
    return answer(condition, condition.comparison().holds(number, condition.value()), text);
  }

  private static Answer answer(Condition condition, boolean holds, String value) {
    String state =
        condition.subject() == Subject.SOCKETS
            ? " " + condition.state().map(Enum::name).orElse("")
            : "";
    return new Answer(
        holds, condition.end() + " " + condition.subject().word() + state + " is " + value);
  }

  private double counted(Condition condition, Subjects of) throws OperationException {
    if (of.listening().isEmpty()) {
      return 0;
    }
    Endpoint listener = of.listening().get();
    boolean queue = condition.subject() == Subject.ACCEPT_QUEUE;
    SocketState state = queue ? SocketState.LISTEN : condition.state().orElseThrow();
    Predicate<InetRow> wanted =
        row ->
            row.state() == state
                && (of.listens() ? row.local() : row.remote()).port() == listener.port();
    SocketQuery query =
        new SocketQuery(
            Set.of(Proto.TCP), state.bit(), OptionalInt.of(listener.port()), false, false);
    synchronized (table) {
      return table.snapshot(query).rows().stream()
          .filter(InetRow.class::isInstance)
          .map(InetRow.class::cast)
          .filter(wanted)
          .mapToDouble(row -> queue ? (double) row.recvQ() : 1)
          .sum();
    }
  }

  private static OptionalDouble value(Subject subject, InetRow row) {
    return switch (subject) {
      case RECV_Q -> OptionalDouble.of((double) row.recvQ());
      case SEND_Q -> OptionalDouble.of((double) row.sendQ());
      default ->
          row.tcp()
              .map(
                  tcp ->
                      switch (subject) {
                        case NOT_SENT -> OptionalDouble.of((double) tcp.notSentBytes());
                        case RETRANSMISSIONS ->
                            OptionalDouble.of((double) tcp.totalRetransmissions());
                        case RTT_MS -> OptionalDouble.of(tcp.rttMicros() / 1e3);
                        case BUSY_MS -> OptionalDouble.of(tcp.busyMicros() / 1e3);
                        case RWND_LIMITED_MS -> OptionalDouble.of(tcp.rwndLimitedMicros() / 1e3);
                        case SNDBUF_LIMITED_MS ->
                            OptionalDouble.of(tcp.sndbufLimitedMicros() / 1e3);
                        case PEER_WINDOW ->
                            tcp.sendWindowBytes().isPresent()
                                ? OptionalDouble.of((double) tcp.sendWindowBytes().getAsLong())
                                : OptionalDouble.empty();
                        default -> OptionalDouble.empty();
                      })
              .orElse(OptionalDouble.empty());
    };
  }
}
