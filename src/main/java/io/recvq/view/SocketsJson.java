package io.recvq.view;

import io.recvq.render.JsonLines;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import io.recvq.sockets.TcpInfo;
import io.recvq.sockets.UnixRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Rows of the socket table as {@code socket} objects. */
public final class SocketsJson {
  private static final TcpField[] FIELDS = TcpField.values();

  private SocketsJson() {}

  /** Writes one row as an object of type {@code socket}. */
  public static void write(JsonLines json, SocketRow row) {
    json.begin("socket");
    fields(json, row);
    json.end();
  }

  /** The fields of a row inside an open object. */
  public static void fields(JsonLines json, SocketRow row) {
    json.put("proto", row.protoName()).put("state", row.stateName());
    number(json, "recvQ", row.recvQ());
    number(json, "sendQ", row.sendQ());
    if (row instanceof InetRow inet) {
      json.put("local", inet.local().toString());
      if (inet.isConnected()) {
        json.put("remote", inet.remote().toString());
      } else {
        json.putNull("remote");
      }
    } else if (row instanceof UnixRow unix) {
      text(json, "local", unix.path());
      json.putNull("remote");
    }
    number(json, "uid", row.hasInode() ? row.uid() : SocketRow.UNKNOWN);
    number(json, "inode", row.hasInode() ? row.inode() : SocketRow.UNKNOWN);
    owners(json, row.owners());
    if (row.cookie() != 0) {
      json.put("cookie", row.cookie());
    }
    if (row instanceof InetRow inet) {
      inet(json, inet);
    } else if (row instanceof UnixRow unix) {
      json.put("socketType", unix.type());
      if (unix.peerInode() != 0) {
        json.put("peerInode", unix.peerInode());
      }
    }
    SocketsText.memoryOf(row).ifPresent(memory -> memory(json, memory));
  }

  private static void owners(JsonLines json, Ownership ownership) {
    List<Owner> owners = ownership.owners();
    if (owners.isEmpty()) {
      json.putNull("pid").putNull("process").putNull("fd");
    } else {
      Owner first = owners.get(0);
      json.put("pid", first.pid()).put("process", first.process()).put("fd", first.fd());
    }
    switch (ownership.kind()) {
      case NOT_PERMITTED -> json.put("owner", "not-permitted");
      case NONE -> json.put("owner", "none");
      case NOT_ASKED, HELD -> {
        // The fields above say it.
      }
    }
    if (owners.size() > 1) {
      json.array("owners");
      for (Owner owner : owners) {
        json.element().put("pid", owner.pid()).put("process", owner.process());
        json.put("fd", owner.fd()).end();
      }
      json.end();
    }
  }

  private static void inet(JsonLines json, InetRow row) {
    json.put("family", row.inet6() ? "inet6" : "inet");
    if (row.interfaceIndex() != 0) {
      json.put("interfaceIndex", row.interfaceIndex());
    }
    SocketTimer timer = row.timer();
    if (timer.kind() != SocketTimer.Kind.OFF) {
      json.object("timer")
          .put("kind", timer.kind().word())
          .put("remainingMs", timer.remainingMillis())
          .put("retries", timer.retries())
          .end();
    }
    Optional<TcpInfo> tcp = row.tcp();
    if (tcp.isPresent()) {
      json.object("tcp");
      row.congestion().ifPresent(name -> json.put("congestion", name));
      tcp(json, tcp.get());
      json.end();
    }
  }

  static void tcp(JsonLines json, TcpInfo tcp) {
    for (TcpField field : FIELDS) {
      OptionalLong value = tcp.get(field);
      if (value.isPresent()) {
        json.put(field.word(), value.getAsLong());
      }
    }
  }

  private static void memory(JsonLines json, SocketMemory memory) {
    json.object("memory")
        .put("receiveAllocated", memory.receiveAllocated())
        .put("receiveLimit", memory.receiveLimit())
        .put("sendAllocated", memory.sendAllocated())
        .put("sendLimit", memory.sendLimit())
        .put("forwardAllocated", memory.forwardAllocated())
        .put("sendQueued", memory.sendQueued())
        .put("options", memory.options())
        .put("backlog", memory.backlog());
    number(json, "drops", memory.drops());
    json.end();
  }

  private static void number(JsonLines json, String name, long value) {
    if (value == SocketRow.UNKNOWN) {
      json.putNull(name);
    } else {
      json.put(name, value);
    }
  }

  private static void text(JsonLines json, String name, String value) {
    if (value.isEmpty()) {
      json.putNull(name);
    } else {
      json.put(name, value);
    }
  }
}
