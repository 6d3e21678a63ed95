package io.recvq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The charting library is what docs/report.md says it is, byte by byte. */
class VendoredPartsTest {
  private static final Pattern LINE = Pattern.compile("    ([0-9a-f]{64})  package/(\\S+)");

  @Test
  void theLibraryIsThePublishedOne() throws Exception {
    Path root = Path.of(System.getProperty("recvq.basedir", "."));
    int checked = 0;
    for (String line : Files.readAllLines(root.resolve("docs/report.md"))) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String name = matcher.group(2).replace("dist/", "").replace("LICENSE", "uPlot.LICENSE");
        try (InputStream in =
            Objects.requireNonNull(HtmlPage.class.getResourceAsStream(name), name)) {
          byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
          assertEquals(matcher.group(1), HexFormat.of().formatHex(digest), name);
        }
        checked++;
      }
    }
    assertEquals(3, checked);
  }

  @Test
  void eachPageCarriesTheLibrarysLicence() {
    String page = HtmlPage.of(Reports.failure());
    assertTrue(page.contains("The MIT License (MIT)"), "the notice");
    assertTrue(page.contains("Copyright (c) 2022 Leon Sorokin"), "whose it is");
  }
}
