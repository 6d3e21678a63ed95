package io.recvq.cli;

import io.recvq.net.Endpoint;
import io.recvq.sockets.Comparison;
import io.recvq.sockets.Filter;
import io.recvq.sockets.Filter.Side;
import io.recvq.sockets.FilterParser;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What {@code why} is asked about: a port, {@code pid N}, {@code process NAME}, an address, the two
 * addresses of a connection as {@code A:P-B:Q}, or any filter.
 */
final class WhyTarget {
  private WhyTarget() {}

  /** The filter that chooses the target; throws IllegalArgumentException with the reason. */
  static Filter parse(List<String> words, Function<String, OptionalLong> users) {
    if (words.size() == 1) {
      String word = words.get(0);
      if (word.matches("\\d+")) {
        return FilterParser.parse(List.of("port", word), users);
      }
      int dash = word.indexOf('-');
      if (dash > 0 && word.indexOf(':') >= 0) {
        return connection(
            Endpoint.parse(word.substring(0, dash)), Endpoint.parse(word.substring(dash + 1)));
      }
      if (word.indexOf(':') >= 0 || word.indexOf('.') >= 0) {
        return FilterParser.parse(List.of("addr", word), users);
      }
    }
    return FilterParser.parse(words, users);
  }

  /** Either end of one connection. */
  private static Filter connection(Endpoint a, Endpoint b) {
    return new Filter.Or(ends(a, b), ends(b, a));
  }

  private static Filter ends(Endpoint local, Endpoint remote) {
    return new Filter.And(end(Side.LOCAL, local), end(Side.REMOTE, remote));
  }

  private static Filter end(Side side, Endpoint mapped) {
    Endpoint endpoint = mapped.unmapped();
    return new Filter.And(
        new Filter.InNetwork(side, endpoint.address(), endpoint.address().v6() ? 128 : 32),
        new Filter.OnPort(side, Comparison.EQUAL, endpoint.port()));
  }
}
