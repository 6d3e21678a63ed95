package io.recvq.lab;

import io.recvq.peer.ConnectionState.Ends;
import java.io.IOException;
import java.util.List;

/** Something that a session gave a name to. */
public sealed interface Member permits HandSocket, HandListener, Hosted {
  /** The name, as {@code c1}. */
  String name();

  /** What it is, in a few words: the command that runs it, or {@code by hand}. */
  String what();

  /**
   * Its open connections.
   *
   * @throws IOException when it has ended
   */
  List<Named> connections() throws IOException;

  /** Ends it and everything on it; harmless when it has ended. */
  void close();

  /**
   * A connection with its name.
   *
   * @param ends no endpoints on a Unix-domain socket
   */
  record Named(String name, java.util.Optional<Ends> ends, long bytesIn, long bytesOut) {}
}
