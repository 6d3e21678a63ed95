package io.recvq.lab;

import io.recvq.peer.ConnectionState;
import io.recvq.peer.LoopControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server, proxy or client that a command runs in this session. */
public final class Hosted implements Member {
  private final String name;
  private final String what;
  private final LoopControl control;
  private final Feed feed;
  private final Runnable end;

  Hosted(String name, String what, LoopControl control, Feed feed, Runnable end) {
    this.name = name;
    this.what = what;
    this.control = control;
    this.feed = feed;
    this.end = end;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return what;
  }

  /** Steers what runs. */
  public LoopControl control() {
    return control;
  }

  /** What happened lately. */
  public Feed feed() {
    return feed;
  }

  @Override
  public List<Named> connections() throws IOException {
    List<Named> named = new ArrayList<>();
    for (ConnectionState state : control.connections()) {
      named.add(
          new Named(name + "." + state.number(), state.ends(), state.bytesIn(), state.bytesOut()));
    }
    return named;
  }

  @Override
  public void close() {
    end.run();
  }
}
