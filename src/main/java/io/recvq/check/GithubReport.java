package io.recvq.check;

import io.recvq.render.Escape;

/** Workflow commands of GitHub Actions: an annotation for what failed, at its line of the file. */
final class GithubReport implements Report {
  @Override
  public String of(Run run) {
    StringBuilder text = new StringBuilder();
    for (CheckResult result : run.results()) {
      if (result.status() == CheckStatus.FAIL || result.status() == CheckStatus.ERROR) {
        CheckSpec spec = result.spec();
        text.append(
            "::error file=%s,line=%d,title=%s::%s%n"
                .formatted(
                    property(spec.file()),
                    spec.line(),
                    property(
                        "check "
                            + (result.status() == CheckStatus.FAIL ? "failed" : "not possible")
                            + ": "
                            + spec.name()),
                    data(result.message())));
      }
    }
    text.append(
        "::notice title=recvq check::%d of %d checks passed%n"
            .formatted(run.count(CheckStatus.PASS), run.results().size()));
    return text.toString();
  }

  private static String data(String text) {
    // Where it is read, colours would be shown as such.
    return Escape.lines(text).replace("%", "%25").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
