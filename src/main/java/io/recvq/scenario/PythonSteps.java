package io.recvq.scenario;

import io.recvq.scenario.Condition.Subject;
import io.recvq.scenario.Expectation.Kind;
import io.recvq.scenario.ScenarioEnd.Options;
import io.recvq.scenario.ScenarioEnd.Role;
import io.recvq.scenario.ScenarioStep.Action;
import io.recvq.scenario.ScenarioStep.Call;
import io.recvq.scenario.ScenarioStep.Wait;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The ends and steps of a scenario as lines of Python. */
final class PythonSteps {
  /** A call that must not return is given up after this; a wait for the kernel takes as long. */
  private static final String PAUSE_SECONDS = "0.3";

  private static final int MAX_LITERAL_BYTES = 1_000;

  private final Scenario scenario;
  private final List<String> lines;
  private final Set<String> helpers;
  private final Set<String> imports;

  PythonSteps(Scenario scenario, List<String> lines, Set<String> helpers, Set<String> imports) {
    this.scenario = scenario;
    this.lines = lines;
    this.helpers = helpers;
    this.imports = imports;
    imports.add("socket");
  }

  /** The options of an end, and the list of its connections. */
  void declare(ScenarioEnd end) {
    lines.add(options(end) + " = [" + String.join(", ", settings(end.options())) + "]");
    lines.add(connections(end) + " = []");
  }

  private static String options(ScenarioEnd end) {
    return PythonProgram.name(end.name()).toUpperCase(Locale.ROOT) + "_OPTIONS";
  }

  private static String connections(ScenarioEnd end) {
    return PythonProgram.name(end.name()) + "_connections";
  }

  private List<String> settings(Options options) {
    List<String> settings = new ArrayList<>();
    socket(settings, "SO_REUSEADDR", options.reuseAddress().map(PythonSteps::number));
    socket(settings, "SO_SNDBUF", boxed(options.sendBufferBytes()));
    socket(settings, "SO_RCVBUF", boxed(options.receiveBufferBytes()));
    tcp(settings, "TCP_MAXSEG", boxed(options.segmentBytes()));
    tcp(settings, "TCP_NODELAY", options.noDelay().map(PythonSteps::number));
    tcp(settings, "TCP_QUICKACK", options.quickAck().map(PythonSteps::number));
    tcp(settings, "TCP_USER_TIMEOUT", options.userTimeout().map(t -> t.toMillis() + ""));
    socket(settings, "SO_SNDTIMEO", options.sendTimeout().map(this::timeval));
    socket(settings, "SO_RCVTIMEO", options.receiveTimeout().map(this::timeval));
    socket(settings, "SO_LINGER", boxed(options.lingerSeconds()).map(this::linger));
    return settings;
  }

  private static Optional<String> boxed(OptionalInt value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(Integer.toString(value.getAsInt()));
  }

  private static String number(boolean flag) {
    return flag ? "1" : "0";
  }

  private String timeval(Duration time) {
    imports.add("struct");
    return "struct.pack(\"ll\", %d, %d)".formatted(time.getSeconds(), time.getNano() / 1000);
  }

  private String linger(String seconds) {
    imports.add("struct");
    return "struct.pack(\"ii\", 1, " + seconds + ")";
  }

  private static void socket(List<String> settings, String name, Optional<String> value) {
    value.ifPresent(v -> settings.add("(socket.SOL_SOCKET, socket." + name + ", " + v + ")"));
  }

  private static void tcp(List<String> settings, String name, Optional<String> value) {
    value.ifPresent(v -> settings.add("(socket.IPPROTO_TCP, socket." + name + ", " + v + ")"));
  }

  private ScenarioEnd end(String name) {
    return scenario.ends().stream()
        .filter(end -> end.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no end " + name));
  }

  /** A call, as often as the step says, on each connection that it is about. */
  void call(Call call) {
    ScenarioEnd end = end(call.end());
    String indent = "";
    String connection = connection(call, end);
    if (call.every()) {
      lines.add("for connection in " + connections(end) + ":");
      indent = "    ";
      connection = "connection";
    } else if (call.times() > 1) {
      lines.add("for _ in range(" + call.times() + "):");
      indent = "    ";
    }
    for (String line : lines(call, end, connection)) {
      lines.add(indent + line);
    }
    if (call.action() == Action.LISTEN && call.expect().isHealthy()) {
      lines.add(port(end) + " = " + PythonProgram.name(end.name()) + ".getsockname()[1]");
    }
  }

  private static String connection(Call call, ScenarioEnd end) {
    String number =
        call.connection().isEmpty() ? "-1" : Integer.toString(call.connection().getAsInt() - 1);
    return connections(end) + "[" + number + "]";
  }

  private static String port(ScenarioEnd end) {
    return PythonProgram.name(end.name()) + "_port";
  }

  private List<String> lines(Call call, ScenarioEnd end, String connection) {
    List<String> made = new ArrayList<>();
    switch (call.action()) {
      case LISTEN -> made.add(listen(call, end));
      case ACCEPT -> accept(call, end, made);
      case CONNECT -> connect(call, end, made);
      case WRITE, READ, READ_FRAME -> {
        patience(call, connection, made);
        made.add(transfer(call, connection));
      }
      case SHUTDOWN -> made.add(step(call, connection + ".shutdown(socket.SHUT_WR)"));
      case CLOSE -> made.add(step(call, connection + ".close()"));
      case STOP -> made.add(step(call, PythonProgram.name(end.name()) + ".close()"));
      case RESOLVE -> {
        String host = new String(bytes(call.payload().bytes()), StandardCharsets.UTF_8);
        made.add(step(call, "print(socket.getaddrinfo(" + literal(host) + ", None))"));
      }
      case RETURNS, VANISH -> throw new IllegalArgumentException("not in Python: " + call);
    }
    return made;
  }

  private String listen(Call call, ScenarioEnd end) {
    helpers.add("listen");
    String port = end.of().map(of -> port(end(of))).orElse("0");
    String listen =
        "listen(\"%s\", %s, %d, %s)".formatted(end.address(), port, end.backlog(), options(end));
    return PythonProgram.name(end.name()) + " = " + step(call, listen);
  }

  private void accept(Call call, ScenarioEnd end, List<String> made) {
    helpers.add("accept");
    if (end.descriptors().isPresent()) {
      helpers.add("leave_room");
      made.add("leave_room(" + end.descriptors().getAsInt() + ")");
    }
    String name = PythonProgram.name(end.name());
    String accept =
        "%s.append(accept(%s, %s%s))"
            .formatted(connections(end), name, options(end), blocking(end));
    made.add(step(call, accept));
  }

  private void connect(Call call, ScenarioEnd end, List<String> made) {
    helpers.add("opened");
    ScenarioEnd listener = end(end.of().orElseThrow());
    String address = end.address().isEmpty() ? listener.address() : end.address();
    made.add(
        "%s.append(opened(\"%s\", %s%s))"
            .formatted(connections(end), address, options(end), blocking(end)));
    patience(call, connections(end) + "[-1]", made);
    String connect =
        "%s[-1].connect((\"%s\", %s))".formatted(connections(end), address, port(listener));
    made.add(step(call, connect));
  }

  private String transfer(Call call, String connection) {
    return switch (call.action()) {
      case WRITE -> write(call, connection);
      case READ -> read(call, connection);
      default -> {
        helpers.add("read_frame");
        yield step(call, "read_frame(" + connection + ")");
      }
    };
  }

  private static String blocking(ScenarioEnd end) {
    return end.options().blocking() ? "" : ", blocking=False";
  }

  /** A call that hangs is given up after a while: Python then raises without an errno. */
  private static void patience(Call call, String connection, List<String> made) {
    if (call.expect().kind() == Kind.HANG) {
      made.add(connection + ".settimeout(" + PAUSE_SECONDS + ")");
    }
  }

  private String write(Call call, String connection) {
    String payload = payload(call.payload());
    if (call.until()) {
      helpers.add("fill");
      return step(call, "fill(%s, %d)".formatted(connection, call.payload().sizeBytes()));
    }
    boolean hangs = call.expect().kind() == Kind.HANG;
    return step(call, connection + (hangs ? ".sendall(" : ".send(") + payload + ")");
  }

  private String read(Call call, String connection) {
    if (call.until()) {
      helpers.add("read_all");
      return step(call, "read_all(%s, %d)".formatted(connection, call.payload().sizeBytes()));
    }
    return step(call, connection + ".recv(" + call.payload().sizeBytes() + ")");
  }

  private static String step(Call call, String expression) {
    String expected = expected(call.expect());
    String asked =
        call.expect().kind() == Kind.PARTIAL ? ", asked=" + call.payload().sizeBytes() : "";
    String word = call.action().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "step(\"%s: %s\", \"%s\", lambda: %s%s)"
        .formatted(call.end(), word, expected, expression, asked);
  }

  /** The answer in the words of the program's {@code step}. */
  private static String expected(Expectation expect) {
    if (expect.bytes().isPresent()) {
      return expect.bytes().getAsLong() + " bytes";
    }
    return switch (expect.kind()) {
      case ERRNO -> expect.errno().orElseThrow().name();
      case MALFORMED -> expect.reason().orElseThrow().word();
      case OK, FRAME -> "ok";
      case EOF -> "eof";
      case HANG -> "hang";
      case PARTIAL -> "partial";
      case ANYTHING -> "anything";
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** What is written: so many bytes where they are all alike, else the bytes themselves. */
  private static String payload(ScenarioStep.Payload payload) {
    ByteBuffer buffer = payload.bytes();
    int size = buffer.remaining();
    boolean alike = true;
    for (int i = 1; i < size && alike; i++) {
      alike = buffer.get(i) == buffer.get(0);
    }
    if (alike || size > MAX_LITERAL_BYTES) {
      return "bytes(" + size + ")";
    }
    StringBuilder literal = new StringBuilder("b\"");
    for (byte b : bytes(buffer)) {
      boolean plain = b >= ' ' && b < 0x7f && b != '"' && b != '\\';
      if (plain) {
        literal.append((char) b);
      } else {
        literal.append(b == '"' ? "\\\"" : "\\x%02x".formatted(b & 0xff));
      }
    }
    return literal.append('"').toString();
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\';
      literal.append(plain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return literal.append('"').toString();
  }

  /** Counts of sockets are looked up in /proc; all else gets the time that it needs. */
  void await(Wait wait) {
    for (Condition condition : wait.conditions()) {
      if (condition.subject() == Subject.SOCKETS && condition.state().isPresent()) {
        until(condition);
      }
    }
    if (wait.conditions().stream().anyMatch(c -> c.subject() != Subject.SOCKETS)) {
      imports.add("time");
      double seconds = Math.max(0.2, wait.lasting().toMillis() / 1000.0);
      String texts = String.join(", ", wait.conditions().stream().map(Condition::text).toList());
      lines.add(
          String.format(Locale.ROOT, "time.sleep(%.1f)  # by then: ", seconds)
              + texts.replaceAll("\\p{Cntrl}", " "));
    }
  }

  private void until(Condition condition) {
    helpers.add("until");
    helpers.add("count");
    ScenarioEnd end = end(condition.end());
    boolean listens = end.role() == Role.LISTENS;
    ScenarioEnd listener = listens ? end : end(end.of().orElseThrow());
    String sign = condition.comparison().sign();
    lines.add(
        "until(%s, lambda: count(%d, %d, %s) %s %d)"
            .formatted(
                literal(condition.text()),
                condition.state().orElseThrow().number(),
                listens ? 1 : 2,
                port(listener),
                sign.equals("=") ? "==" : sign,
                (long) condition.value()));
  }
}
