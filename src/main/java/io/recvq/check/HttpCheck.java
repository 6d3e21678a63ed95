package io.recvq.check;

import io.recvq.document.DocumentException;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.probe.BoundedCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * A URL answers with a status, headers and a body as expected.
 *
 * @param sent headers of the request
 */
record HttpCheck(
    URL url,
    String method,
    Map<String, String> sent,
    List<Integer> statuses,
    Map<String, Pattern> headers,
    Optional<Pattern> body,
    Optional<Duration> latencyBelow)
    implements Check {
  private static final int MOST_BODY_BYTES = 1 << 20;

  HttpCheck {
    sent = Map.copyOf(sent);
    statuses = List.copyOf(statuses);
    headers = Map.copyOf(headers);
  }

  static Check read(Fields fields) throws DocumentException {
    Map<String, String> sent = new HashMap<>();
    Optional<Fields> sending = fields.mapping("send-headers");
    if (sending.isPresent()) {
      for (String name : sending.get().node().anyKeys("'send-headers'")) {
        sent.put(name, sending.get().required(name, "'send-headers'"));
      }
    }
    Map<String, Pattern> headers = new HashMap<>();
    Optional<Fields> wanted = fields.mapping("headers");
    if (wanted.isPresent()) {
      for (String name : wanted.get().node().anyKeys("'headers'")) {
        headers.put(name, wanted.get().pattern(name).orElseThrow());
      }
    }
    return new HttpCheck(
        url(fields),
        fields.oneOf("method", List.of("GET", "HEAD", "OPTIONS")).orElse("GET"),
        sent,
        statuses(fields),
        headers,
        fields.pattern("body"),
        fields.duration("latency-below"));
  }

  private static URL url(Fields fields) throws DocumentException {
    String text = fields.required("target", "a check of kind http");
    try {
      // A request has bytes of ASCII only: what is not becomes % and its UTF-8.
      URL url = new URI(new URI(text).toASCIIString()).toURL();
      if (url.getProtocol().startsWith("http") && !url.getHost().isEmpty()) {
        return url;
      }
    } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
      throw fields.wrong("target", "is no URL: " + e.getMessage());
    }
    throw fields.wrong("target", "must be an http or https URL");
  }

  private static List<Integer> statuses(Fields fields) throws DocumentException {
    List<Integer> statuses = new java.util.ArrayList<>();
    for (String text : fields.texts("status")) {
      if (!text.matches("[1-5][0-9][0-9]")) {
        throw fields.wrong("status", "must be 100 to 599, not '" + text + "'");
      }
      statuses.add(Integer.parseInt(text));
    }
    return statuses;
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException, InterruptedException {
    Duration left = Reach.left(deadlineNanos);
    try {
      return BoundedCall.within(left, method + " " + url, "", () -> ask((int) left.toMillis() + 1));
    } catch (UnknownHostException e) {
      throw OperationException.of("look up " + url.getHost(), "name not known", "");
    } catch (SocketTimeoutException | SSLException e) {
      return Outcome.fail(url + ": " + e.getMessage());
    } catch (OperationException e) {
      return Outcome.fail(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (Errno.of(e).filter(Reach::isAnswer).isPresent()
          || e instanceof java.net.SocketException) {
        return Outcome.fail(url + ": " + e.getMessage());
      }
      throw e;
    }
  }

  private Outcome ask(int timeoutMillis) throws IOException {
    long start = System.nanoTime();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    try {
      connection.setRequestMethod(method);
      connection.setConnectTimeout(timeoutMillis);
      connection.setReadTimeout(timeoutMillis);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("Connection", "close");
      sent.forEach(connection::setRequestProperty);
      int status = connection.getResponseCode();
      String text = body(connection, status);
      return Reach.within(judge(connection, status, text), latencyBelow, System.nanoTime() - start);
    } finally {
      connection.disconnect();
    }
  }

  private static String body(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? "" : new String(in.readNBytes(MOST_BODY_BYTES), StandardCharsets.UTF_8);
    }
  }

  private Outcome judge(HttpURLConnection connection, int status, String text) {
    boolean good = statuses.isEmpty() ? status >= 200 && status < 400 : statuses.contains(status);
    if (!good) {
      return Outcome.fail("status " + status);
    }
    for (Map.Entry<String, Pattern> header : headers.entrySet()) {
      String value = connection.getHeaderField(header.getKey());
      if (value == null || !header.getValue().matcher(value).find()) {
        return Outcome.fail(
            "header "
                + header.getKey()
                + (value == null ? " is missing" : " is " + Reach.cut(value)));
      }
    }
    if (body.isPresent() && !body.get().matcher(text).find()) {
      return Outcome.fail(
          "the body does not match " + body.get() + "; it is " + Reach.cut(text.strip()));
    }
    return Outcome.pass("status " + status);
  }
}
