package io.recvq.check;

import io.recvq.render.JsonLines;
import io.recvq.render.TextOut;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** NDJSON: a {@code check} a line, then a {@code summary}. */
public final class JsonReport implements Report {

  /** Writes the object of one check. */
  public static void write(JsonLines json, CheckResult result) {
    write(json, result, Optional.empty());
  }

  /** Writes the object of one check, with the time at which it became so. */
  public static void write(JsonLines json, CheckResult result, Optional<Instant> time) {
    CheckSpec spec = result.spec();
    json.begin("check");
    if (time.isPresent()) {
      json.put("time", time.get());
    }
    json.put("name", spec.name())
        .put("kind", spec.kind())
        .put("target", spec.target())
        .put("status", result.status().toString())
        .put("message", result.message())
        .put("elapsedMs", result.elapsed().toNanos() / 1e6)
        .put("attempts", result.attempts())
        .put("file", spec.file())
        .put("line", spec.line())
        .put("tags", spec.tags().stream().sorted().toList())
        .end();
  }

  /** Writes the counts. */
  public static void writeSummary(JsonLines json, Run run) {
    json.begin("summary").put("time", run.start()).put("checks", run.results().size());
    for (CheckStatus status : CheckStatus.values()) {
      json.put(status.toString(), run.count(status));
    }
    json.put("elapsedMs", run.elapsed().toNanos() / 1e6).end();
  }

  @Override
  public String of(Run run) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextOut out = new TextOut(bytes, false);
    JsonLines json = new JsonLines(out);
    run.results().forEach(result -> write(json, result));
    writeSummary(json, run);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
