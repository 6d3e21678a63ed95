package io.recvq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.report.Moment.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!--\"'&\u0000\u001b[31m\u2028\u202e\ud800 <img src=x onerror=alert(1)>";

  private static String data(String page) {
    Matcher matcher =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertTrue(matcher.find(), "the page has its data");
    return matcher.group(1);
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  @Test
  void hostileBytesStayTextWhereverTheyComeFrom() throws Exception {
    List<Moment> rows = new ArrayList<>();
    rows.add(new Moment.Call(1, 0, HOSTILE, HOSTILE, HOSTILE, Tone.PLAIN));
    rows.add(new Moment.Change(2, 0, HOSTILE, HOSTILE, Tone.PLAIN));
    rows.add(new Moment.Framed(3, 0, 1, true, HOSTILE, HOSTILE, HOSTILE, Tone.BAD));
    rows.add(
        new Moment.Packet(
            4, 0, 1, true, HOSTILE, HOSTILE, HOSTILE, 0, HOSTILE, List.of(HOSTILE), Tone.BAD));
    Lane lane =
        new Lane.Builder(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(Reports.curve(HOSTILE, HOSTILE, Curve.Hue.SENDER)))
            .add(0, 1)
            .build();
    String page = HtmlPage.of(Reports.of(List.of(lane), rows, HOSTILE));
    String clean = HtmlPage.of(Reports.failure());
    for (String markup : List.of("<script", "</script", "<!--", "<img", "onerror=alert(1)>")) {
      assertEquals(count(clean, markup), count(page, markup), markup);
    }
    for (String control : List.of("\u0000", "\u001b", "\u2028", "\u202e", "\ud800 ")) {
      assertFalse(page.contains(control), "a character that must be visible");
    }
    JsonNode drawn = new ObjectMapper().readTree(data(page));
    assertTrue(
        drawn.get("lanes").get(0).get("name").asText().startsWith("</script><script>alert(1)"),
        "as text it is all there");
  }

  @Test
  void thePolicyLetsOnlyTheFixedPartsRun() {
    String page = HtmlPage.of(Reports.failure());
    assertTrue(page.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"), page);
    assertEquals(1, count(page, "base-uri &#39;none&#39;"));
    assertFalse(page.matches("(?s).*(src|href)=\"(https?:)?//.*"), "nothing is fetched");
  }

  @Test
  void whatIsReadWithoutScriptsIsMarkup() {
    String page = HtmlPage.of(Reports.failure());
    for (String part :
        List.of(
            "<title>recvq: backpressure: receiver is not reading: 127.0.0.1:7002</title>",
            "<h2 id=\"verdict\">receiver is not reading: 127.0.0.1:7002</h2>",
            "<li>Recv-Q 128,512 bytes wait to be read</li>",
            "<tr class=\"mark failure\" data-t=\"400.000000\"",
            "<b>write</b> EAGAIN 11 after 4,000,000 bytes",
            "<span class=\"note\">zero-window</span>",
            "<code>recvq reproduce backpressure\n</code>",
            "<dt>kernel</dt>\n<dd>Linux</dd>")) {
      assertTrue(page.contains(part), part);
    }
  }

  @Test
  void aPageStaysSmallWhateverItIsAbout() {
    List<Moment> rows = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      rows.add(Reports.packet(i + 1, i * 10_000L, i == 77_777 ? "RST" : "ACK"));
    }
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lanes.add(Reports.lane(20_000));
    }
    String page = HtmlPage.of(Reports.of(lanes, rows, "much"));
    assertTrue(page.length() < 1_500_000, page.length() + " characters");
    assertTrue(page.contains("Of 100 connections the first 24 are shown."), "it says so");
    assertTrue(page.contains("1,500 of 100,002 packets are shown"), "it says so");
    assertTrue(page.contains("[RST]"), "what is remarkable stays");
  }

  @Test
  void chartsWithoutAnythingToShowAreLeftOut() throws Exception {
    Lane lane =
        new Lane.Builder(
                "a",
                "b",
                "c",
                List.of(
                    Reports.curve("flat", "Send-Q", Curve.Hue.SENDER),
                    Reports.curve("full", "Recv-Q", Curve.Hue.RECEIVER),
                    Reports.curve("flat", "bound", Curve.Hue.LIMIT)))
            .add(0, 0, 1, 5)
            .add(1, Lane.UNKNOWN, 2, 5)
            .build();
    JsonNode drawn =
        new ObjectMapper().readTree(data(HtmlPage.of(Reports.of(List.of(lane), List.of(), "x"))));
    JsonNode charts = drawn.get("lanes").get(0).get("charts");
    assertEquals(1, charts.size());
    assertEquals("full", charts.get(0).get("title").asText());
  }
}
