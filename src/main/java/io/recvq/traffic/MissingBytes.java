package io.recvq.traffic;

import io.recvq.net.Direction;
import io.recvq.render.TextOut;
import java.util.LinkedHashMap;
import java.util.Map;

/** The gaps of one stream, for forms that have no place for them: told when all is shown. */
final class MissingBytes {
  private static final class Count {
    private final long first;
    private long gaps;
    private long bytes;

    Count(long first) {
      this.first = first;
    }
  }

  private final Map<String, Count> counts = new LinkedHashMap<>();

  void gap(DecodedStream stream, Direction direction, long offset, long size) {
    String ends = stream.from(direction) + " → " + stream.to(direction);
    Count count = counts.computeIfAbsent(ends, key -> new Count(offset));
    count.gaps++;
    count.bytes += size;
  }

  /** A line for each direction that lacks bytes. */
  void tell(TextOut err) {
    counts.forEach(
        (ends, count) ->
            err.println(
                "recvq: %s: %d bytes are missing from the capture, %s offset %d"
                    .formatted(
                        ends,
                        count.bytes,
                        count.gaps == 1 ? "from" : "in " + count.gaps + " gaps, the first from",
                        count.first)));
  }
}
