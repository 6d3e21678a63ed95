package io.recvq.check;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.render.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Serves the latest results over HTTP: {@code /metrics} in OpenMetrics, {@code /health} with status
 * 200 when all checks passed and 503 when not, or when none ran yet.
 */
public final class CheckServer implements AutoCloseable {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final HttpServer server;
  private volatile List<Report.Run> latest = List.of();

  private CheckServer(HttpServer server) {
    this.server = server;
  }

  /** Listens. Throws OperationException when the address cannot be bound. */
  public static CheckServer listen(InetSocketAddress address) throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, 64);
    } catch (IOException e) {
      throw OperationException.of("listen on " + address, e, "see recvq sockets");
    }
    CheckServer checks = new CheckServer(server);
    server.createContext("/metrics", checks::metrics);
    server.createContext("/health", checks::health);
    server.start();
    return checks;
  }

  /** Where it listens, with the real port. */
  public Endpoint address() {
    return Endpoint.of(server.getAddress());
  }

  /** The results that are served from now on. */
  public void publish(Report.Run run) {
    latest = List.of(run);
  }

  private void metrics(HttpExchange exchange) throws IOException {
    List<Report.Run> run = latest;
    String text =
        run.isEmpty() ? "# EOF\n" : ReportFormat.OPENMETRICS.report(Style.PLAIN).of(run.get(0));
    answer(exchange, "/metrics", 200, OPEN_METRICS, text);
  }

  private void health(HttpExchange exchange) throws IOException {
    List<Report.Run> run = latest;
    boolean good =
        !run.isEmpty()
            && run.get(0).count(CheckStatus.FAIL) == 0
            && run.get(0).count(CheckStatus.ERROR) == 0;
    String text = run.isEmpty() ? "no run yet\n" : health(run.get(0));
    answer(exchange, "/health", good ? 200 : 503, "text/plain; charset=utf-8", text);
  }

  /** The counts, then what did not pass. */
  private static String health(Report.Run run) {
    TextReport lines = new TextReport(Style.PLAIN);
    StringBuilder text = new StringBuilder(lines.summary(run)).append('\n');
    for (CheckResult result : run.results()) {
      if (result.status() == CheckStatus.FAIL || result.status() == CheckStatus.ERROR) {
        text.append(lines.line(result)).append('\n');
      }
    }
    return text.toString();
  }

  /** Contexts match by prefix; only the very path is served. */
  private static void answer(
      HttpExchange exchange, String path, int status, String type, String text) throws IOException {
    try (exchange) {
      boolean known = exchange.getRequestURI().getPath().equals(path);
      byte[] body = (known ? text : "not found\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", known ? type : "text/plain");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(known ? status : 404, head ? -1 : body.length);
      if (!head) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
