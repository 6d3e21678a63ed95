package io.recvq.check;

import io.recvq.render.Escape;

/** Test Anything Protocol, version 13. */
final class TapReport implements Report {
  @Override
  public String of(Run run) {
    StringBuilder tap = new StringBuilder("TAP version 13\n");
    tap.append("1..").append(run.results().size()).append('\n');
    int number = 0;
    for (CheckResult result : run.results()) {
      number++;
      boolean ok = result.status() == CheckStatus.PASS || result.status() == CheckStatus.SKIP;
      tap.append(ok ? "ok " : "not ok ").append(number).append(" - ");
      tap.append(description(result.spec().name()));
      if (result.status() == CheckStatus.SKIP) {
        tap.append(" # SKIP ").append(Escape.text(result.message()));
      }
      tap.append('\n');
      if (!ok) {
        tap.append("# ").append(result.status()).append(": ");
        tap.append(Escape.text(result.message())).append('\n');
      }
    }
    return tap.toString();
  }

  /** A {@code #} would begin a directive. */
  private static String description(String name) {
    return Escape.text(name).replace("#", "\\#");
  }
}
