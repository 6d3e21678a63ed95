package io.recvq.protocol;

import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the decoders of both directions of a connection tell each other: which requests have no
 * response yet, and whether the connection has become another protocol's. HTTP/1.1 needs both to
 * know where a message ends (RFC 9112 section 6.3). Once a place was lost, nothing is said of
 * requests any more. Not for several threads.
 */
public final class OpenRequests {
  /** Requests that may wait for their response before counting them is given up. */
  private static final int MOST = 10_000;

  private @Nullable ArrayDeque<String> methods;
  private boolean known;
  private boolean otherProtocol;

  private OpenRequests(boolean known) {
    this.known = known;
  }

  /** Of a connection both of whose directions are decoded from their first byte on. */
  public static OpenRequests fromTheStart() {
    return new OpenRequests(true);
  }

  /** Of a direction that is decoded alone, or from the middle on. */
  public static OpenRequests unknown() {
    return new OpenRequests(false);
  }

  /** A request of this method begins. */
  void asked(String method) {
    if (!known) {
      return;
    }
    if (methods == null) {
      methods = new ArrayDeque<>();
    }
    methods.add(method);
    if (methods.size() > MOST) {
      lost();
    }
  }

  /** A final response begins: the method of its request, where that is known. */
  Optional<String> answered() {
    Optional<String> method = Optional.ofNullable(methods == null ? null : methods.poll());
    if (method.isEmpty()) {
      lost();
    }
    return method;
  }

  /** Messages may have passed that nobody saw. */
  void lost() {
    known = false;
    methods = null;
  }

  /** What follows in both directions is another protocol. */
  void switched() {
    otherProtocol = true;
  }

  boolean isOtherProtocol() {
    return otherProtocol;
  }
}
