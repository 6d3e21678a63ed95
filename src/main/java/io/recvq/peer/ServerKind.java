package io.recvq.peer;

import io.recvq.protocol.FrameLimits;
import java.time.Duration;
import java.util.Locale;

/** The servers that recvq can be. */
public enum ServerKind {
  /** Every byte comes back. */
  ECHO,
  /** Search requests in frames are answered in frames. */
  APP,
  /** Every message is acknowledged; q ends. */
  ACK,
  /** Welcomes, then greets by name; exit ends. */
  HELLO,
  /** Each line of a member goes to all the others. */
  CHAT,
  /** Everything is read and forgotten. */
  DISCARD,
  /** Characters come for as long as they are taken. */
  CHARGEN;

  private static final Duration HELLO_DELAY = Duration.ofSeconds(1);

  /**
   * What makes the handlers of such a server's connections.
   *
   * @param limits of frames, where it speaks frames
   * @param keepAlive whether an application server awaits more requests after an answer
   */
  public HandlerFactory handlers(FrameLimits limits, boolean keepAlive) {
    return switch (this) {
      case ECHO -> shared(new EchoHandler());
      case APP -> connection -> new AppHandler(limits, keepAlive);
      case ACK -> shared(new AckHandler());
      case HELLO -> shared(new HelloHandler(HELLO_DELAY));
      case CHAT -> new ChatRoom();
      case DISCARD -> shared(new DiscardHandler());
      case CHARGEN -> shared(new ChargenHandler());
    };
  }

  private static HandlerFactory shared(Handler handler) {
    return connection -> handler;
  }

  /** As on the command line: {@code echo}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
