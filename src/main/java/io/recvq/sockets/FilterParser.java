package io.recvq.sockets;

import io.recvq.net.AddressSpec;
import io.recvq.net.IpAddress;
import io.recvq.net.SizeText;
import io.recvq.sockets.Filter.Numbers.Quantity;
import io.recvq.sockets.Filter.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Reads filters in the words of ss: {@code state established and ( dport 443 or recvq > 0 )}.
 * {@code and} may be left out; {@code not} binds closest, then {@code and}, then {@code or}.
 */
public final class FilterParser {
  private static final int MAX_TOKENS = 1000;

  private final List<String> tokens;
  private final Function<String, OptionalLong> users;
  private int at;
  private int depth;

  private FilterParser(List<String> tokens, Function<String, OptionalLong> users) {
    this.tokens = tokens;
    this.users = users;
  }

  /**
   * The filter that the words make; no words choose everything.
   *
   * @param words as a shell splits them; signs and numbers may be glued together
   * @param users the uid of a user's name
   * @throws IllegalArgumentException with what is wrong and what would be right
   */
  public static Filter parse(List<String> words, Function<String, OptionalLong> users) {
    FilterParser parser = new FilterParser(tokens(words), users);
    if (parser.tokens.isEmpty()) {
      return new Filter.All();
    }
    Filter filter = parser.either();
    if (parser.at < parser.tokens.size()) {
      throw new IllegalArgumentException("unexpected '" + parser.tokens.get(parser.at) + "'");
    }
    return filter;
  }

  private static List<String> tokens(List<String> words) {
    List<String> tokens = new ArrayList<>();
    for (String word : words) {
      int start = 0;
      for (int i = 0; i < word.length(); ) {
        int sign = signLength(word, i);
        if (sign > 0 || Character.isWhitespace(word.charAt(i))) {
          addIfAny(tokens, word.substring(start, i));
          addIfAny(tokens, word.substring(i, i + sign));
          i += Math.max(1, sign);
          start = i;
        } else {
          i++;
        }
      }
      addIfAny(tokens, word.substring(start));
    }
    if (tokens.size() > MAX_TOKENS) {
      throw new IllegalArgumentException("the filter has more than " + MAX_TOKENS + " words");
    }
    return tokens;
  }

  private static void addIfAny(List<String> tokens, String token) {
    if (!token.isEmpty()) {
      tokens.add(token);
    }
  }

  private static int signLength(String word, int i) {
    char c = word.charAt(i);
    char next = i + 1 < word.length() ? word.charAt(i + 1) : ' ';
    return switch (c) {
      case '(', ')' -> 1;
      case '<', '>', '=', '!' -> next == '=' ? 2 : 1;
      case '&', '|' -> next == c ? 2 : 0;
      default -> 0;
    };
  }

  private Filter either() {
    Filter filter = both();
    while (accept("or") || accept("||")) {
      filter = new Filter.Or(filter, both());
    }
    return filter;
  }

  private Filter both() {
    Filter filter = negation();
    while (accept("and") || accept("&&") || startsAnother()) {
      filter = new Filter.And(filter, negation());
    }
    return filter;
  }

  private boolean startsAnother() {
    return at < tokens.size()
        && !List.of("or", "||", ")").contains(tokens.get(at).toLowerCase(Locale.ROOT));
  }

  private Filter negation() {
    if (++depth > MAX_TOKENS / 2) {
      throw new IllegalArgumentException("the filter is nested too deeply");
    }
    Filter filter;
    if (accept("not") || accept("!")) {
      filter = new Filter.Not(negation());
    } else if (accept("(")) {
      filter = either();
      if (!accept(")")) {
        throw new IllegalArgumentException("a ')' is missing");
      }
    } else {
      filter = predicate();
    }
    depth--;
    return filter;
  }

  private Filter predicate() {
    String word = next("a filter word").toLowerCase(Locale.ROOT);
    return switch (word) {
      case "state" -> states(next("a state after 'state'"));
      case "port" -> port(Side.EITHER);
      case "sport" -> port(Side.LOCAL);
      case "dport" -> port(Side.REMOTE);
      case "addr", "host" -> address(Side.EITHER);
      case "src" -> address(Side.LOCAL);
      case "dst" -> address(Side.REMOTE);
      case "recvq", "recv-q" -> number(Quantity.RECVQ, word);
      case "sendq", "send-q" -> number(Quantity.SENDQ, word);
      case "uid" -> number(Quantity.UID, word);
      case "inode", "ino" -> number(Quantity.INODE, word);
      case "user" -> user();
      case "pid" -> pid();
      case "process" -> new Filter.HeldByProcess(value("a process's name after 'process'"));
      case "path" -> new Filter.AtPath(value("a path after 'path'"));
      case "proto" -> proto(value("tcp, udp, unix or raw after 'proto'"));
      default ->
          stateMask(word)
              .<Filter>map(Filter.InState::new)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'"
                              + word
                              + (word.matches("\\d{1,5}")
                                  ? "' alone is no filter; write port " + word + ", or one of"
                                  : "' is no filter word; there are")
                              + " state, port, sport, dport, addr,"
                              + " src, dst, pid, process, user, uid, inode, recvq, sendq, proto,"
                              + " path, and, or, not"));
    };
  }

  private Filter states(String list) {
    int mask = 0;
    for (String name : list.split(",", -1)) {
      mask |=
          stateMask(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'"
                              + name
                              + "' is no state; there are established, syn-sent, syn-recv,"
                              + " fin-wait-1, fin-wait-2, time-wait, close, close-wait, last-ack,"
                              + " listening, closing, and the groups connected, synchronized,"
                              + " bucket, big, all"));
    }
    return new Filter.InState(mask);
  }

  /** A state in the words of ss, netstat or the RFC, or one of ss's groups. */
  private static Optional<Integer> stateMask(String name) {
    int closed = SocketState.CLOSE.bit();
    int listening = SocketState.LISTEN.bit();
    int receiving = SocketState.SYN_RECV.bit() | SocketState.NEW_SYN_RECV.bit();
    int waiting = SocketState.TIME_WAIT.bit();
    int connected = SocketState.ALL_MASK & ~closed & ~listening;
    return switch (name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "")) {
      case "established", "estab" -> Optional.of(SocketState.ESTABLISHED.bit());
      case "synsent" -> Optional.of(SocketState.SYN_SENT.bit());
      case "synrecv", "synreceived" -> Optional.of(receiving);
      case "finwait1" -> Optional.of(SocketState.FIN_WAIT1.bit());
      case "finwait2" -> Optional.of(SocketState.FIN_WAIT2.bit());
      case "timewait" -> Optional.of(waiting);
      case "closed", "close", "unconnected", "unconn" -> Optional.of(closed);
      case "closewait" -> Optional.of(SocketState.CLOSE_WAIT.bit());
      case "lastack" -> Optional.of(SocketState.LAST_ACK.bit());
      case "listening", "listen" -> Optional.of(listening);
      case "closing" -> Optional.of(SocketState.CLOSING.bit());
      case "connected" -> Optional.of(connected);
      case "synchronized" -> Optional.of(connected & ~SocketState.SYN_SENT.bit());
      case "bucket" -> Optional.of(receiving | waiting);
      case "big" -> Optional.of(SocketState.ALL_MASK & ~receiving & ~waiting);
      case "all" -> Optional.of(SocketState.ALL_MASK);
      default -> Optional.empty();
    };
  }

  /** What is not a port is at neither end; and where there is no peer, there is no port. */
  private Filter port(Side side) {
    Comparison comparison = comparison().orElse(Comparison.EQUAL);
    String text = next("a port");
    int port = AddressSpec.parsePort(text.startsWith(":") ? text.substring(1) : text);
    return comparison == Comparison.NOT_EQUAL
        ? new Filter.Not(new Filter.OnPort(side, Comparison.EQUAL, port))
        : new Filter.OnPort(side, comparison, port);
  }

  /** ADDRESS, ADDRESS/BITS, ADDRESS:PORT, [V6]:PORT, :PORT; also with = before it. */
  private Filter address(Side side) {
    boolean differs = comparison().filter(c -> c == Comparison.NOT_EQUAL).isPresent();
    Filter filter = network(side, next("an address"));
    return differs ? new Filter.Not(filter) : filter;
  }

  private static Filter network(Side side, String text) {
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    boolean hasPort =
        colon >= 0
            && (bracketed
                ? text.indexOf(']') == colon - 1 && text.indexOf(']') > 0
                : text.indexOf(':') == colon);
    String host = hasPort ? text.substring(0, colon) : text;
    String bare = bracketed && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    Optional<Filter> onPort =
        hasPort && !text.endsWith(":*")
            ? Optional.of(
                new Filter.OnPort(
                    side, Comparison.EQUAL, AddressSpec.parsePort(text.substring(colon + 1))))
            : Optional.empty();
    if (hasPort && (bare.isEmpty() || bare.equals("*"))) {
      return onPort.orElseGet(Filter.All::new);
    }
    Filter inNetwork = prefix(side, bare);
    return onPort.<Filter>map(port -> new Filter.And(inNetwork, port)).orElse(inNetwork);
  }

  private static Filter prefix(Side side, String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash)).unmapped();
    int most = address.v6() ? 128 : 32;
    int bits = most;
    if (slash >= 0) {
      OptionalLong number = decimal(text.substring(slash + 1));
      if (number.isEmpty() || number.getAsLong() > most) {
        throw new IllegalArgumentException(
            "'" + text + "' is no network; the prefix has 0 to " + most + " bits");
      }
      bits = (int) number.getAsLong();
    }
    return new Filter.InNetwork(side, address, bits);
  }

  private Filter number(Quantity quantity, String word) {
    Comparison comparison = comparison().orElse(Comparison.EQUAL);
    return new Filter.Numbers(quantity, comparison, size(next("a number after '" + word + "'")));
  }

  private Filter user() {
    String name = value("a user after 'user'");
    OptionalLong uid = decimal(name);
    OptionalLong found = uid.isPresent() ? uid : users.apply(name);
    return new Filter.Numbers(
        Quantity.UID,
        Comparison.EQUAL,
        found.orElseThrow(() -> new IllegalArgumentException("there is no user '" + name + "'")));
  }

  private Filter pid() {
    String text = value("a process id after 'pid'");
    OptionalLong pid = decimal(text);
    if (pid.isEmpty() || pid.getAsLong() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'" + text + "' is no process id");
    }
    return new Filter.HeldByPid((int) pid.getAsLong());
  }

  private static Filter proto(String name) {
    for (Proto proto : Proto.values()) {
      if (proto.word().equalsIgnoreCase(name)) {
        return new Filter.OfProto(proto);
      }
    }
    throw new IllegalArgumentException(
        "'" + name + "' is no protocol; there are tcp, udp, unix, raw");
  }

  private static long size(String text) {
    if (!Character.isDigit(text.charAt(0))) {
      throw new IllegalArgumentException("'" + text + "' is no number");
    }
    return SizeText.parse(text);
  }

  private static OptionalLong decimal(String text) {
    boolean digits =
        !text.isEmpty() && text.length() < 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private Optional<Comparison> comparison() {
    Optional<Comparison> comparison =
        at < tokens.size()
            ? Comparison.of(tokens.get(at).toLowerCase(Locale.ROOT))
            : Optional.empty();
    if (comparison.isPresent()) {
      at++;
    }
    return comparison;
  }

  private String value(String what) {
    comparison()
        .filter(comparison -> comparison != Comparison.EQUAL)
        .ifPresent(
            comparison -> {
              throw new IllegalArgumentException(what + " must follow, or '='");
            });
    return next(what);
  }

  private String next(String what) {
    if (at == tokens.size()) {
      throw new IllegalArgumentException("the filter ends where " + what + " is expected");
    }
    return tokens.get(at++);
  }

  private boolean accept(String word) {
    if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
      at++;
      return true;
    }
    return false;
  }
}
