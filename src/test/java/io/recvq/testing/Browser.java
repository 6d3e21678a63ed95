package io.recvq.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * A headless Chromium, driven through chromedriver by the WebDriver protocol (W3C). Close it: the
 * browser and the driver then have ended.
 */
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Far above what any step takes, so that only a hang reaches it. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Pattern PORT = Pattern.compile("on port (\\d+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final Process driver;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final String session;

  /**
   * Starts both.
   *
   * @param profile an empty folder of its own
   */
  public Browser(Path profile, int width, int height) throws IOException, InterruptedException {
    driver = new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    boolean started = false;
    try {
      String base = "http://127.0.0.1:" + port() + "/session";
      JsonNode made =
          send("POST", base, Map.of("capabilities", capabilities(profile, width, height)));
      session = base + "/" + made.get("sessionId").asText();
      started = true;
    } finally {
      if (!started) {
        driver.destroyForcibly();
      }
    }
    command("POST", "/timeouts", Map.of("script", LIMIT.toMillis(), "pageLoad", LIMIT.toMillis()));
  }

  private static Map<String, Object> capabilities(Path profile, int width, int height) {
    List<String> flags =
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--force-color-profile=srgb",
            "--window-size=" + width + "," + height,
            "--user-data-dir=" + profile);
    return Map.of(
        "alwaysMatch",
        Map.of(
            "browserName",
            "chrome",
            "goog:chromeOptions",
            Map.of("args", flags),
            "goog:loggingPrefs",
            Map.of("browser", "ALL", "performance", "ALL")));
  }

  private int port() throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = PORT.matcher(line);
      if (line.contains("started successfully") && matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("chromedriver ended before it said its port");
  }

  private JsonNode command(String method, String path, Object body)
      throws IOException, InterruptedException {
    return send(method, session + path, body);
  }

  private JsonNode send(String method, String uri, Object body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        method.equals("POST")
            ? HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))
            : HttpRequest.BodyPublishers.noBody();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(LIMIT)
            .header("Content-Type", "application/json; charset=utf-8")
            .method(method, publisher)
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    JsonNode value = JSON.readTree(response.body()).path("value");
    if (response.statusCode() != 200) {
      throw new IOException(method + " " + uri + ": " + value.path("message").asText());
    }
    return value;
  }

  /** Opens a page and waits until it is loaded. */
  public void open(Path page) throws IOException, InterruptedException {
    command("POST", "/url", Map.of("url", page.toUri().toString()));
  }

  /** Runs the body of a function with these {@code arguments} and gives what it returns. */
  public JsonNode script(String body, Object... arguments)
      throws IOException, InterruptedException {
    return command(
        "POST", "/execute/sync", Map.of("script", body, "args", Arrays.asList(arguments)));
  }

  private String find(String selector) throws IOException, InterruptedException {
    JsonNode found =
        command("POST", "/element", Map.of("using", "css selector", "value", selector));
    return found.get(ELEMENT).asText();
  }

  /** Clicks the first element that a CSS selector finds. */
  public void click(String selector) throws IOException, InterruptedException {
    command("POST", "/element/" + find(selector) + "/click", Map.of());
  }

  /** Presses a key on the focused element. */
  public void press(String key) throws IOException, InterruptedException {
    List<Map<String, String>> strokes =
        List.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key));
    command(
        "POST",
        "/actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", strokes))));
  }

  /** Moves the mouse to a place in the viewport, in pixels. */
  public void point(double x, double y) throws IOException, InterruptedException {
    mouse(List.of(move(x, y)));
  }

  /** Presses the mouse at one place, moves it to another, and lets it go. */
  public void drag(double fromX, double toX, double y) throws IOException, InterruptedException {
    List<Map<String, Object>> steps = new ArrayList<>();
    steps.add(move(fromX, y));
    steps.add(Map.of("type", "pointerDown", "button", 0));
    steps.add(move((fromX + toX) / 2, y));
    steps.add(move(toX, y));
    steps.add(Map.of("type", "pointerUp", "button", 0));
    mouse(steps);
  }

  private static Map<String, Object> move(double x, double y) {
    return Map.of(
        "type",
        "pointerMove",
        "duration",
        0,
        "x",
        Math.round(x),
        "y",
        Math.round(y),
        "origin",
        "viewport");
  }

  private void mouse(List<Map<String, Object>> steps) throws IOException, InterruptedException {
    Map<String, Object> pointer =
        Map.of(
            "type",
            "pointer",
            "id",
            "mouse",
            "parameters",
            Map.of("pointerType", "mouse"),
            "actions",
            steps);
    command("POST", "/actions", Map.of("actions", List.of(pointer)));
  }

  /** A picture of what is in the viewport. */
  public BufferedImage screenshot() throws IOException, InterruptedException {
    byte[] png = Base64.getDecoder().decode(command("GET", "/screenshot", "").asText());
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** Gives the page a viewport of this size. */
  public void resize(int width, int height) throws IOException, InterruptedException {
    devtools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private void devtools(String name, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    command("POST", "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
  }

  /** What the console was told since the last time, each as {@code LEVEL message}. */
  public List<String> console() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : command("POST", "/se/log", Map.of("type", "browser"))) {
      lines.add(entry.get("level").asText() + " " + entry.get("message").asText());
    }
    return lines;
  }

  /**
   * The addresses that pages asked for since the last time, their own included; not those of the
   * browser's own pages.
   */
  public List<String> requests() throws IOException, InterruptedException {
    List<String> addresses = new ArrayList<>();
    for (JsonNode entry : command("POST", "/se/log", Map.of("type", "performance"))) {
      JsonNode message = JSON.readTree(entry.get("message").asText()).path("message");
      String from = message.path("params").path("documentURL").asText();
      if (message.path("method").asText().equals("Network.requestWillBeSent")
          && !from.startsWith("chrome:")) {
        addresses.add(message.path("params").path("request").path("url").asText());
      }
    }
    return addresses;
  }

  /** The browser's processes write into the profile until they have ended. */
  @Override
  public void close() throws IOException, InterruptedException {
    List<ProcessHandle> processes = driver.descendants().toList();
    try {
      command("DELETE", "", "");
    } finally {
      driver.destroy();
      if (!driver.waitFor(10, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
      Program.awaitEnds(processes);
    }
  }
}
