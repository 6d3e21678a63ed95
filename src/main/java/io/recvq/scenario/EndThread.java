package io.recvq.scenario;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressLookup;
import io.recvq.sys.PrivateDescriptors;
import io.recvq.sys.PrivateNetwork;
import io.recvq.sys.StreamSocket;
import io.recvq.sys.StreamSocket.Answer;
import io.recvq.sys.ThreadActivity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An end whose calls are the steps of a scenario: a program with one thread, which makes one system
 * call after the other on sockets that only it uses.
 */
final class EndThread implements RunningEnd {
  private static final Runnable END =
      new Runnable() {
        @Override
        public void run() {
          // It only marks the end of the work.
        }
      };

  /** A call of an end that nobody can wake waits no longer than this. */
  private static final Duration UNWAKEABLE = Duration.ofSeconds(3);

  private final ScenarioEnd end;
  private final long byteLimit;
  private final Thread thread;
  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final List<EndConnection> connections = new CopyOnWriteArrayList<>();

  /** All that it has opened, in this order; what the steps have closed is among them. */
  private final List<StreamSocket> sockets = new CopyOnWriteArrayList<>();

  private volatile @Nullable StreamSocket listener;
  private volatile Optional<Endpoint> listening = Optional.empty();
  private volatile @Nullable ThreadActivity activity;
  private @Nullable PrivateDescriptors descriptors;

  EndThread(ScenarioEnd end, long byteLimit) {
    this.end = end;
    this.byteLimit = byteLimit;
    this.thread = new Thread(this::run, "scenario " + end.name());
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      activity = ThreadActivity.ofCaller();
    } catch (IOException e) {
      // Without /proc whatever does not return is taken to wait.
      activity = null;
    }
    try {
      for (Runnable next = work.take(); next != END; next = work.take()) {
        next.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      for (int i = sockets.size() - 1; i >= 0; i--) {
        sockets.get(i).close();
      }
      if (descriptors != null) {
        descriptors.close();
      }
    }
  }

  @Override
  public Optional<Endpoint> listening() {
    return listening;
  }

  @Override
  public List<EndConnection> connections() {
    return connections;
  }

  @Override
  public boolean isRunnable() {
    ThreadActivity known = activity;
    return known != null && known.isRunnable();
  }

  @Override
  public Future<CallAnswer> call(ScenarioStep.Call call, Optional<Endpoint> target, int number) {
    return post(
        () ->
            switch (call.action()) {
              case LISTEN -> listen(target);
              case ACCEPT -> accept();
              case CONNECT -> connect(target.orElseThrow());
              case STOP -> stop();
              case RESOLVE -> resolve(call);
              case VANISH -> vanish();
              default -> onConnection(call, number);
            });
  }

  private CallAnswer ownDescriptorsFirst(Callable<CallAnswer> call) throws Exception {
    if (end.descriptors().isPresent() && descriptors == null) {
      descriptors = PrivateDescriptors.enter();
    }
    return call.call();
  }

  private Future<CallAnswer> post(Callable<CallAnswer> call) {
    FutureTask<CallAnswer> task = new FutureTask<>(() -> ownDescriptorsFirst(call));
    work.add(task);
    return task;
  }

  private CallAnswer onConnection(ScenarioStep.Call call, int number) throws OperationException {
    if (number < 1 || number > connections.size()) {
      throw OperationException.of(
          call.action() + " on connection " + number + " of " + end.name(),
          "it has " + connections.size(),
          "line " + call.line());
    }
    EndConnection connection = connections.get(number - 1);
    return switch (call.action()) {
      case WRITE -> connection.write(call.payload().bytes(), call.until(), byteLimit);
      case READ -> connection.read(call.payload().sizeBytes(), call.until());
      case READ_FRAME -> connection.readFrame();
      case SHUTDOWN -> simple(connection.socket().shutdownWrite(), "done");
      default -> simple(connection.socket().closeNow(), "done");
    };
  }

  private static CallAnswer simple(Answer answer, String text) {
    return answer.failed() ? CallAnswer.refused(answer, 0, 0) : CallAnswer.ok(answer, text);
  }

  /**
   * @param target the address, and the port where it must have a certain one
   */
  private CallAnswer listen(Optional<Endpoint> target) throws OperationException {
    Endpoint wanted = target.orElseThrow();
    if (isSecond(wanted.address())) {
      PrivateNetwork.addAddress(wanted.address());
    }
    StreamSocket socket = open(wanted.address());
    listener = socket;
    Answer bound = socket.bind(wanted.address(), wanted.port());
    if (bound.failed()) {
      socket.close();
      return CallAnswer.refused(bound, 0, 0);
    }
    Answer answer = socket.listen(end.backlog());
    if (answer.failed()) {
      return CallAnswer.refused(answer, 0, 0);
    }
    listening = socket.local();
    if (descriptors != null) {
      descriptors.leaveRoomFor(end.descriptors().orElse(0));
    }
    return CallAnswer.ok(answer, listening.orElseThrow() + ", backlog " + end.backlog());
  }

  /** Whether an address is not the loopback's own and has to be given to it. */
  private static boolean isSecond(IpAddress address) {
    return !address.v6() && address.low() >>> 24 != 127;
  }

  private CallAnswer accept() throws OperationException {
    StreamSocket.Accepted accepted = listener().accept();
    if (accepted.socket().isEmpty()) {
      return CallAnswer.refused(accepted.answer(), 0, 0);
    }
    StreamSocket socket = accepted.socket().get();
    sockets.add(socket);
    apply(socket);
    connections.add(new EndConnection(socket, accepted.remote()));
    return CallAnswer.ok(
        accepted.answer(), "from " + accepted.remote().map(Endpoint::toString).orElse("?"));
  }

  private CallAnswer connect(Endpoint target) throws OperationException {
    StreamSocket socket = open(target.address());
    if (isSecond(target.address())) {
      Answer bound = socket.bind(IpAddress.parse("127.0.0.1"), 0);
      if (bound.failed()) {
        return CallAnswer.refused(bound, 0, 0);
      }
    }
    EndConnection connection = new EndConnection(socket, Optional.of(target));
    connections.add(connection);
    return simple(socket.connect(target.address(), target.port()), "to " + target);
  }

  private StreamSocket listener() throws OperationException {
    StreamSocket socket = listener;
    if (socket == null) {
      throw OperationException.of("accept as " + end.name(), "it does not listen", "");
    }
    return socket;
  }

  private CallAnswer stop() throws OperationException {
    return simple(listener().closeNow(), "done");
  }

  private CallAnswer resolve(ScenarioStep.Call call) {
    String name = StandardCharsets.UTF_8.decode(call.payload().bytes()).toString();
    long start = System.nanoTime();
    try {
      AddressLookup.Answer found = AddressLookup.lookup(name, AddressLookup.Family.ANY);
      List<String> addresses = found.addresses().stream().map(a -> a.address().toString()).toList();
      return CallAnswer.ok(since(start), name + " is " + String.join(", ", addresses));
    } catch (IOException e) {
      return CallAnswer.failed(since(start), String.valueOf(e.getMessage()));
    }
  }

  /** Of what is no single system call: that it has ended now. */
  private static Answer since(long startNanos) {
    long now = System.nanoTime();
    return new Answer(0, 0, now, Duration.ofNanos(now - startNanos));
  }

  private static CallAnswer vanish() throws OperationException {
    long start = System.nanoTime();
    PrivateNetwork.removeAddress();
    return CallAnswer.ok(since(start), "its address is gone");
  }

  private StreamSocket open(IpAddress address) throws OperationException {
    StreamSocket socket = StreamSocket.open(address.v6(), end.options().blocking());
    sockets.add(socket);
    apply(socket);
    return socket;
  }

  private void apply(StreamSocket socket) throws OperationException {
    ScenarioEnd.Options options = end.options();
    flag(socket, StreamSocket.Option.REUSE_ADDRESS, options.reuseAddress());
    flag(socket, StreamSocket.Option.NO_DELAY, options.noDelay());
    flag(socket, StreamSocket.Option.QUICK_ACK, options.quickAck());
    set(socket, StreamSocket.Option.SEND_BUFFER, options.sendBufferBytes());
    set(socket, StreamSocket.Option.RECEIVE_BUFFER, options.receiveBufferBytes());
    set(socket, StreamSocket.Option.MAX_SEGMENT, options.segmentBytes());
    if (options.lingerSeconds().isPresent()) {
      socket.linger(options.lingerSeconds().getAsInt());
    }
    if (options.sendTimeout().isPresent()) {
      socket.set(StreamSocket.Timeout.SEND, options.sendTimeout().get());
    }
    if (options.receiveTimeout().isPresent()) {
      socket.set(StreamSocket.Timeout.RECEIVE, options.receiveTimeout().get());
    }
    if (descriptors != null) {
      socket.set(StreamSocket.Timeout.SEND, UNWAKEABLE);
      socket.set(StreamSocket.Timeout.RECEIVE, UNWAKEABLE);
    }
    if (options.userTimeout().isPresent()) {
      int millis = (int) options.userTimeout().get().toMillis();
      socket.set(StreamSocket.Option.USER_TIMEOUT_MILLIS, millis);
    }
  }

  private static void flag(StreamSocket socket, StreamSocket.Option option, Optional<Boolean> value)
      throws OperationException {
    if (value.isPresent()) {
      socket.set(option, value.get() ? 1 : 0);
    }
  }

  private static void set(StreamSocket socket, StreamSocket.Option option, OptionalInt value)
      throws OperationException {
    if (value.isPresent()) {
      socket.set(option, value.getAsInt());
    }
  }

  /** Wakes whatever waits, closes everything and waits for the thread. */
  @Override
  public void close() {
    work.clear();
    work.add(END);
    boolean interrupted = false;
    while (thread.isAlive()) {
      if (end.descriptors().isEmpty()) {
        wake();
      }
      try {
        thread.join(10);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Only where the descriptors are the process's own: elsewhere their numbers mean nothing. */
  private void wake() {
    sockets.forEach(StreamSocket::wake);
  }
}
