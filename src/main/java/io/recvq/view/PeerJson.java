package io.recvq.view;

import io.recvq.net.Errno;
import io.recvq.peer.GrantedOption;
import io.recvq.peer.PeerEvent;
import io.recvq.protocol.Frame;
import io.recvq.render.JsonLines;
import java.util.List;

/** What happens to a server or client of ours, a JSON object an event. */
public final class PeerJson {
  private final JsonLines json;

  /** Objects go to the lines given. */
  public PeerJson(JsonLines json) {
    this.json = json;
  }

  /** Writes one event as one object. */
  public void write(PeerEvent event) {
    if (event instanceof PeerEvent.Listening listening) {
      begin("listening", event)
          .put("address", listening.address())
          .put("beyondLoopback", listening.beyondLoopback());
      options(listening.options());
    } else if (event instanceof PeerEvent.OutOfDescriptors out) {
      begin("out-of-descriptors", event)
          .put("openConnections", out.openConnections())
          .put("answer", out.answer())
          .end();
    } else if (event instanceof PeerEvent.Datagram datagram) {
      datagram(datagram);
    } else if (event instanceof PeerEvent.Unreachable unreachable) {
      unreachable(unreachable);
    } else {
      write((PeerEvent.OfConnection) event);
    }
  }

  private void write(PeerEvent.OfConnection event) {
    if (event instanceof PeerEvent.Accepted accepted) {
      begin("accepted", event)
          .put("stream", event.connection())
          .put("from", accepted.remote())
          .put("to", accepted.local())
          .put("local", accepted.local())
          .put("remote", accepted.remote());
      options(accepted.options());
    } else if (event instanceof PeerEvent.Connected connected) {
      begin("connected", event)
          .put("stream", event.connection())
          .put("from", connected.local())
          .put("to", connected.remote())
          .put("local", connected.local())
          .put("remote", connected.remote());
      options(connected.options());
    } else if (event instanceof PeerEvent.Secured secured) {
      begin("secured", event)
          .put("stream", event.connection())
          .put("protocol", secured.protocol())
          .put("cipherSuite", secured.cipherSuite())
          .end();
    } else if (event instanceof PeerEvent.Data data) {
      data(data);
    } else if (event instanceof PeerEvent.FrameSeen seen) {
      frame(seen);
    } else if (event instanceof PeerEvent.MalformedSeen seen) {
      begin("malformed", event)
          .put("stream", event.connection())
          .put("from", seen.from())
          .put("to", seen.to())
          .put("offset", seen.malformed().offset())
          .put("reason", seen.malformed().reason().word())
          .put("detail", seen.malformed().detail())
          .end();
    } else if (event instanceof PeerEvent.HalfClosed half) {
      begin("half-closed", event)
          .put("stream", event.connection())
          .put("bytesIn", half.bytesIn())
          .end();
    } else if (event instanceof PeerEvent.EffectBegan effect) {
      begin("effect", event).put("stream", event.connection()).put("effect", effect.effect()).end();
    } else {
      closed((PeerEvent.Closed) event);
    }
  }

  /** Ends the object with the options that were asked for, if any. */
  private void options(List<GrantedOption> options) {
    if (!options.isEmpty()) {
      GrantedOptionText.write(json, options);
    }
    json.end();
  }

  private void unreachable(PeerEvent.Unreachable event) {
    begin("unreachable", event).put("message", event.failure().getMessage());
    if (event.failure().errno().isPresent()) {
      Errno errno = event.failure().errno().get();
      json.put("errno", errno.name()).put("errnoNumber", errno.number());
    }
    json.end();
  }

  private JsonLines begin(String type, PeerEvent event) {
    return json.begin(type).put("time", event.time());
  }

  private void datagram(PeerEvent.Datagram datagram) {
    byte[] bytes = new byte[datagram.bytes().remaining()];
    datagram.bytes().duplicate().get(bytes);
    begin("datagram", datagram)
        .put("direction", datagram.received() ? "received" : "sent")
        .put("local", datagram.local())
        .put("remote", datagram.remote())
        .put("length", datagram.count())
        .put("bytesBase64", bytes);
    datagram
        .refused()
        .ifPresent(errno -> json.put("errno", errno.name()).put("errnoNumber", errno.number()));
    json.end();
  }

  private void data(PeerEvent.Data data) {
    byte[] bytes = new byte[data.bytes().remaining()];
    data.bytes().duplicate().get(bytes);
    begin(data.received() ? "received" : "sent", data)
        .put("stream", data.connection())
        .put("offset", data.offset())
        .put("length", data.count())
        .put("bytesBase64", bytes)
        .end();
  }

  private void frame(PeerEvent.FrameSeen seen) {
    Frame frame = seen.frame();
    begin("frame", seen)
        .put("stream", seen.connection())
        .put("from", seen.from())
        .put("to", seen.to())
        .put("role", seen.request() ? "request" : "response")
        .put("offset", seen.offset())
        .put("length", frame.length())
        .put("headerLength", frame.headerLength())
        .putRaw("header", frame.headerJson());
    if (frame.isJson()) {
      json.putRaw("content", frame.contentJson());
    } else {
      json.put("contentBase64", frame.contentBytes());
    }
    json.end();
  }

  private void closed(PeerEvent.Closed closed) {
    begin("closed", closed)
        .put("stream", closed.connection())
        .put("peer", closed.remote())
        .put("reason", closed.ending().kind().toString());
    if (closed.ending().errno().isPresent()) {
      Errno errno = closed.ending().errno().get();
      json.put("errno", errno.name()).put("errnoNumber", errno.number());
    }
    if (!closed.ending().detail().isEmpty()) {
      json.put("detail", closed.ending().detail());
    }
    json.put("bytesIn", closed.bytesIn())
        .put("bytesOut", closed.bytesOut())
        .put("elapsedMs", closed.lasted().toNanos() / 1e6)
        .end();
  }
}
