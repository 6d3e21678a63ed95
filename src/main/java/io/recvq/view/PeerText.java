package io.recvq.view;

import io.recvq.net.Errno;
import io.recvq.peer.Ending;
import io.recvq.peer.PeerEvent;
import io.recvq.protocol.Frame;
import io.recvq.render.Escape;
import io.recvq.render.Style;
import io.recvq.render.Times;
import java.util.Optional;

/** What happens to a server or client of ours, a line an event. */
public final class PeerText {
  private static final int SHOWN_CHARACTERS = 400;

  private final Style style;

  /** Lines are coloured by the style. */
  public PeerText(Style style) {
    this.style = style;
  }

  /** One event as one line, the peer's bytes escaped. */
  public String line(PeerEvent event) {
    if (event instanceof PeerEvent.Listening listening) {
      return "listening on "
          + Escape.text(listening.address())
          + GrantedOptionText.below(listening.options());
    }
    if (event instanceof PeerEvent.OfConnection ofConnection) {
      return number(ofConnection.connection()) + " " + line(ofConnection);
    }
    if (event instanceof PeerEvent.Unreachable unreachable) {
      return style.red("target unreachable") + ": " + unreachable.failure().getMessage();
    }
    if (event instanceof PeerEvent.Datagram datagram) {
      return datagram(datagram);
    }
    PeerEvent.OutOfDescriptors out = (PeerEvent.OutOfDescriptors) event;
    return style.yellow(
        "out of descriptors ("
            + out.answer()
            + ") with "
            + out.openConnections()
            + " connections open; more wait in the accept queue (see ulimit -n)");
  }

  private String number(int connection) {
    return style.cyan("#" + connection);
  }

  private String line(PeerEvent.OfConnection event) {
    if (event instanceof PeerEvent.Accepted accepted) {
      return "accepted "
          + Escape.text(accepted.remote())
          + GrantedOptionText.below(accepted.options());
    }
    if (event instanceof PeerEvent.Connected connected) {
      return "connected "
          + connected.local()
          + " to "
          + Escape.text(connected.remote())
          + GrantedOptionText.below(connected.options());
    }
    if (event instanceof PeerEvent.Secured secured) {
      return secured.protocol() + " " + secured.cipherSuite();
    }
    if (event instanceof PeerEvent.Data data) {
      return data(data);
    }
    if (event instanceof PeerEvent.FrameSeen seen) {
      return frame(seen);
    }
    if (event instanceof PeerEvent.MalformedSeen seen) {
      return style.red("malformed")
          + " frame at byte "
          + seen.malformed().offset()
          + ": "
          + seen.malformed().reason().word()
          + ", "
          + shortened(seen.malformed().detail());
    }
    if (event instanceof PeerEvent.HalfClosed half) {
      return "half-closed: the peer ended its sending after " + bytes(half.bytesIn());
    }
    if (event instanceof PeerEvent.EffectBegan effect) {
      return style.yellow("effect") + " " + effect.effect();
    }
    return closed((PeerEvent.Closed) event);
  }

  private String datagram(PeerEvent.Datagram datagram) {
    byte[] shown = new byte[datagram.bytes().remaining()];
    datagram.bytes().duplicate().get(shown);
    String what = bytes(datagram.count());
    String remote = Escape.text(datagram.remote());
    String did =
        datagram.received()
            ? "received " + what + " from " + remote
            : datagram
                .refused()
                .map(errno -> style.red("not sent") + " (" + errno + ") " + what + " to " + remote)
                .orElse("sent " + what + " to " + remote);
    return did + " " + shortened(Escape.bytes(shown));
  }

  private static String data(PeerEvent.Data data) {
    byte[] shown = new byte[data.bytes().remaining()];
    data.bytes().duplicate().get(shown);
    return (data.received() ? "received " : "sent ")
        + bytes(data.count())
        + " "
        + shortened(Escape.bytes(shown));
  }

  private static String frame(PeerEvent.FrameSeen seen) {
    Frame frame = seen.frame();
    String content =
        frame.isJson()
            ? Escape.text(frame.contentJson())
            : Escape.text(frame.header().contentType()) + " " + Escape.bytes(frame.contentBytes());
    return (seen.request() ? "request  " : "response ")
        + bytes(frame.length())
        + " "
        + shortened(content);
  }

  private String closed(PeerEvent.Closed closed) {
    return ending(closed.ending())
        + ": "
        + closed.bytesIn()
        + " bytes in, "
        + closed.bytesOut()
        + " out, "
        + Times.human(closed.lasted());
  }

  private String ending(Ending ending) {
    String words =
        switch (ending.kind()) {
          case CLOSED -> "closed";
          case RESET -> style.yellow("reset by the peer");
          case RESET_BY_US -> "reset by us";
          case CLOSED_BY_US -> "closed by us";
          case IDLE -> "closed, idle";
          case FAILED -> style.red("failed");
        };
    Optional<Errno> errno = ending.errno();
    String detail = errno.map(Errno::toString).orElse(ending.detail());
    return detail.isEmpty() ? words : words + " (" + shortened(detail) + ")";
  }

  private static String bytes(long count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }

  /** Lines of a peer's text stay readable however long it is; the JSON form has all of it. */
  private static String shortened(String foreign) {
    String safe = Escape.text(foreign);
    return safe.length() <= SHOWN_CHARACTERS
        ? safe
        : safe.substring(0, safe.offsetByCodePoints(0, SHOWN_CHARACTERS / 2)) + "...";
  }
}
