package io.recvq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.recvq.testing.Browser;
import io.recvq.testing.Needs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader has it: opened, pointed at, zoomed, made dark, made narrow. */
@Tag("once")
class PageInBrowserTest {
  private static final int RED = 0xc5221f;
  private static final int RED_ON_DARK = 0xff7b72;

  private static Path folder = Path.of("");
  private static Path page = Path.of("");
  private static @Nullable Browser started;

  /** Where a chart's plot lies in the viewport, in pixels. */
  private record Plot(double left, double top, double width, double height) {
    double x(double share) {
      return left + width * share;
    }

    double middle() {
      return top + height / 2;
    }
  }

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    Needs.program("chromedriver");
    folder = temporary;
    page = Files.writeString(folder.resolve("report.html"), HtmlPage.of(Reports.failure()));
    started = new Browser(Files.createDirectory(folder.resolve("profile")), 1280, 1400);
  }

  @AfterAll
  static void end() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  private static Browser browser() {
    return Objects.requireNonNull(started);
  }

  @BeforeEach
  void open() throws Exception {
    browser().resize(1280, 1400);
    browser().open(page);
  }

  @AfterEach
  void nothingWasComplainedOfOrFetched() throws Exception {
    assertEquals(List.of(), browser().console());
    List<String> requests = new ArrayList<>(browser().requests());
    requests.removeIf(address -> address.startsWith("file://" + folder));
    assertEquals(List.of(), requests);
  }

  private static Plot plot(String title) throws IOException, InterruptedException {
    JsonNode box =
        browser()
            .script(
                "const plot = [...document.querySelectorAll('.u-over')]"
                    + ".find(one => one.dataset.chart === arguments[0]);"
                    + "const b = plot.getBoundingClientRect();"
                    + "return [b.left, b.top, b.width, b.height];",
                title);
    return new Plot(
        box.get(0).asDouble(), box.get(1).asDouble(), box.get(2).asDouble(), box.get(3).asDouble());
  }

  private static String reading() throws IOException, InterruptedException {
    return browser().script("return document.getElementById('reading').textContent").asText();
  }

  private static String view() throws IOException, InterruptedException {
    return browser().script("return document.querySelector('#tools .hint').textContent").asText();
  }

  /** The columns of the plot in which most pixels have this colour. */
  private static List<Integer> columns(Plot plot, int color)
      throws IOException, InterruptedException {
    BufferedImage picture = browser().screenshot();
    List<Integer> columns = new ArrayList<>();
    for (int x = (int) plot.left(); x < plot.left() + plot.width(); x++) {
      int hits = 0;
      for (int y = (int) plot.top(); y < plot.top() + plot.height(); y++) {
        hits += (picture.getRGB(x, y) & 0xffffff) == color ? 1 : 0;
      }
      if (hits > plot.height() / 2) {
        columns.add(x);
      }
    }
    return columns;
  }

  private static void assertMarkedAt(double share, int color) throws Exception {
    Plot plot = plot("Receiver's queue");
    List<Integer> columns = columns(plot, color);
    assertEquals(1, columns.size(), columns + " in " + plot);
    assertEquals(plot.x(share), columns.get(0) + 0.5, 1.0, columns + " in " + plot);
  }

  @Test
  void theMomentOfFailureIsAtThePixelWhereItShouldBe() throws Exception {
    assertMarkedAt(0.4, RED);
  }

  @Test
  void pointedAtAChartTellsItsValuesThere() throws Exception {
    Plot plot = plot("Sender's queue");
    browser().point(plot.x(0.2), plot.middle());
    assertTrue(reading().contains("Send-Q 1,000 B"), reading());
    browser().point(plot.x(0.7), plot.middle());
    assertTrue(reading().contains("Send-Q 4,000,000 B"), reading());
    assertTrue(reading().contains("Recv-Q 128,512 B"), reading());
    assertTrue(reading().startsWith("700"), reading());
  }

  @Test
  void aDragZoomsEveryChartAndTheRowsAndADoubleClickShowsAllAgain() throws Exception {
    assertEquals("0 ms to 1000 ms", view());
    Plot plot = plot("Sender's queue");
    browser().drag(plot.x(0.3), plot.x(0.45), plot.middle());
    JsonNode range = browser().script("return location.hash.slice(1).split('-').map(Number);");
    double from = range.get(0).asDouble();
    double to = range.get(1).asDouble();
    assertEquals(300, from, 2);
    assertEquals(450, to, 2);
    assertMarkedAt((400 - from) / (to - from), RED);
    assertEquals(
        "1 of 4 rows: those in view of the charts",
        browser().script("return document.querySelector('#row-tools .hint').textContent").asText());
    browser().click("#tools button");
    assertEquals("0 ms to 1000 ms", view());
    assertMarkedAt(0.4, RED);
  }

  @Test
  void theMarksButtonAndALinkIntoThePageZoomToIt() throws Exception {
    browser().click("#tools button.failure");
    assertMarkedAt(0.5, RED);
    browser().script("location.hash = '#200-600'; return null;");
    browser().script("return new Promise(done => requestAnimationFrame(() => done(1)));");
    assertMarkedAt(0.5, RED);
    assertEquals("200.0 ms to 600.0 ms", view());
  }

  @Test
  void theKeyboardMovesTheCursorAndZooms() throws Exception {
    browser().script("document.querySelector('figure').focus(); return null;");
    browser().press("\ue014");
    assertTrue(reading().startsWith("510"), reading());
    browser().press("+");
    assertFalse(view().equals("0 ms to 1000 ms"), view());
    browser().press("\ue011");
    assertEquals("0 ms to 1000 ms", view());
  }

  @Test
  void darkIsDarkAndTheMarkIsStillSeen() throws Exception {
    String light = "return getComputedStyle(document.body).backgroundColor";
    assertEquals("rgb(244, 246, 248)", browser().script(light).asText());
    browser().click("#theme");
    assertEquals("rgb(14, 19, 24)", browser().script(light).asText());
    assertMarkedAt(0.4, RED_ON_DARK);
    browser().click("#theme");
    assertMarkedAt(0.4, RED);
  }

  @Test
  void onANarrowScreenNothingHangsOverTheEdge() throws Exception {
    browser().resize(400, 900);
    browser().open(page);
    assertEquals(400, browser().script("return document.documentElement.scrollWidth").asInt());
    double right =
        browser()
            .script(
                "return Math.max(...[...document.querySelectorAll('main *')]"
                    + ".filter(e => !e.closest('pre, .u-over')).map(e => e.getBoundingClientRect().right))")
            .asDouble();
    assertTrue(right <= 400, "something ends at " + right);
  }
}
