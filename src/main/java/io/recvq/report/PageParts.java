package io.recvq.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The fixed parts of the page: the charting library, our scripts and style sheets, and the policy
 * that lets a browser run these and nothing else.
 */
final class PageParts {
  private static final List<String> SCRIPTS =
      List.of("format.js", "theme.js", "axis.js", "charts.js", "strips.js", "rows.js", "page.js");

  private PageParts() {}

  /** The charting library with its licence, as a script. */
  static String library() {
    return "/*\n" + resource("uPlot.LICENSE").strip() + "\n*/\n" + resource("uPlot.iife.min.js");
  }

  /** Our scripts as one, with names of their own. */
  static String script() {
    StringBuilder script = new StringBuilder("(() => {\n\"use strict\";\n");
    SCRIPTS.forEach(name -> script.append(resource(name)).append('\n'));
    return script.append("})();\n").toString();
  }

  static String style() {
    return resource("uPlot.min.css").strip() + "\n" + resource("page.css");
  }

  /**
   * A Content-Security-Policy for a page with these inline parts: nothing is fetched, and what is
   * not one of them neither runs nor styles.
   */
  static String policy(String style, List<String> scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; style-src ");
    policy.append(hash(style)).append("; script-src");
    scripts.forEach(script -> policy.append(' ').append(hash(script)));
    return policy.append("; base-uri 'none'; form-action 'none'").toString();
  }

  private static String hash(String part) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(part.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = PageParts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its part " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
