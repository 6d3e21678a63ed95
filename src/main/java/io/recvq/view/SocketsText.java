package io.recvq.view;

import io.recvq.render.Escape;
import io.recvq.render.LineBuilder;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Users;
import java.util.List;

/**
 * The socket table in netstat's columns. Written row by row, because a table can have a hundred
 * thousand of them.
 *
 * @param owners whether the columns of user and process are shown
 * @param info whether TCP's own numbers follow each row
 * @param memory whether the memory follows each row
 */
public record SocketsText(Style style, boolean owners, boolean info, boolean memory, Users users) {
  private static final int MAX_OWNERS = 3;
  private static final String LOCAL = "Local Address";
  private static final String REMOTE = "Foreign Address";
  private static final int PROTO_WIDTH = 5;
  private static final int MIN_QUEUE_WIDTH = 6;
  private static final int STATE_WIDTH = 12;
  private static final int USER_WIDTH = 9;

  /** What the numbers of listeners mean, said whenever one is shown. */
  static final String LISTEN_NOTE =
      "LISTEN rows: Recv-Q is the number of connections waiting to be accepted, Send-Q the backlog.";

  /** Writes the head and the rows, aligned. */
  public void write(TextOut out, List<? extends SocketRow> rows) {
    AddressColumn local = new AddressColumn(rows.size(), LOCAL);
    AddressColumn remote = new AddressColumn(rows.size(), REMOTE);
    int receive = MIN_QUEUE_WIDTH;
    int send = MIN_QUEUE_WIDTH;
    boolean listens = false;
    for (SocketRow row : rows) {
      if (row instanceof InetRow inet) {
        local.add(inet, inet.local());
        remote.add(inet, inet.remote());
      } else {
        local.add(row.localText());
        remote.add(row.remoteText());
      }
      receive = Math.max(receive, LineBuilder.digitsOf(row.recvQ()));
      send = Math.max(send, LineBuilder.digitsOf(row.sendQ()));
      listens |= row.state() == SocketState.LISTEN;
    }
    out.println(style.bold(header(receive, send, local.width(), remote.width())));
    LineBuilder line = new LineBuilder();
    for (int i = 0; i < rows.size(); i++) {
      SocketRow row = rows.get(i);
      queues(line, row, receive, send);
      rest(line, row, local, remote, i);
      line.writeTo(out);
      details(row, out);
    }
    if (listens) {
      out.println(style.dim(LISTEN_NOTE));
    }
  }

  private String header(int receiveWidth, int sendWidth, int localWidth, int remoteWidth) {
    StringBuilder line = new StringBuilder("Proto ");
    line.append(" ".repeat(receiveWidth - MIN_QUEUE_WIDTH)).append("Recv-Q ");
    line.append(" ".repeat(sendWidth - MIN_QUEUE_WIDTH)).append("Send-Q ");
    line.append(LOCAL).append(" ".repeat(localWidth - LOCAL.length() + 1));
    line.append(REMOTE).append(" ".repeat(remoteWidth - REMOTE.length() + 1)).append("State");
    if (owners) {
      line.append("       User     PID/Program fd");
    }
    return line.toString();
  }

  private void queues(LineBuilder line, SocketRow row, int receiveWidth, int sendWidth) {
    line.left(row.protoName(), PROTO_WIDTH);
    queue(line, row, row.recvQ(), true, receiveWidth);
    queue(line, row, row.sendQ(), false, sendWidth);
  }

  private void rest(
      LineBuilder line, SocketRow row, AddressColumn local, AddressColumn remote, int index) {
    local.writeTo(line.ascii(' '), index);
    remote.writeTo(line.ascii(' '), index);
    line.ascii(' ');
    if (owners) {
      line.left(row.stateName(), STATE_WIDTH);
      boolean known = row.hasInode() && row.uid() >= 0;
      line.left(known ? Escape.text(users.name(row.uid())) : "-", USER_WIDTH);
      owner(line, row);
    } else {
      line.text(row.stateName());
    }
  }

  /** Bytes that nobody reads, and listeners without room, stand out. */
  private void queue(LineBuilder line, SocketRow row, long value, boolean received, int width) {
    if (value == SocketRow.UNKNOWN) {
      line.spaces(width).ascii('-');
      return;
    }
    line.spaces(1 + width - LineBuilder.digitsOf(value));
    boolean full =
        row.state() == SocketState.LISTEN
            && row.sendQ() != SocketRow.UNKNOWN
            && row.recvQ() > row.sendQ();
    if (!style.colored() || value <= 0) {
      line.number(value);
    } else if (row.state() == SocketState.LISTEN) {
      String text = Long.toString(value);
      line.text(full && received ? style.red(text) : text);
    } else {
      line.text(style.yellow(Long.toString(value)));
    }
  }

  private static void owner(LineBuilder line, SocketRow row) {
    switch (row.owners().kind()) {
      case NOT_ASKED, NONE -> line.ascii('-');
      case NOT_PERMITTED -> line.text("not permitted");
      case HELD -> {
        List<Owner> held = row.owners().owners();
        for (int i = 0; i < Math.min(held.size(), MAX_OWNERS); i++) {
          Owner owner = held.get(i);
          line.text(i == 0 ? "" : ", ").number(owner.pid()).ascii('/');
          line.text(Escape.text(owner.process())).ascii(' ').number(owner.fd());
        }
        if (held.size() > MAX_OWNERS) {
          line.text(", and ").number(held.size() - MAX_OWNERS).text(" more");
        }
      }
    }
  }

  private void details(SocketRow row, TextOut out) {
    if (info && row instanceof InetRow inet) {
      inet.tcp()
          .filter(tcp -> inet.state() != SocketState.LISTEN)
          .ifPresent(tcp -> TcpInfoText.lines(inet, tcp).forEach(l -> out.println("      " + l)));
    }
    if (memory) {
      memoryOf(row).ifPresent(m -> out.println("      " + memoryLine(row, m)));
    }
  }

  static java.util.Optional<SocketMemory> memoryOf(SocketRow row) {
    return row instanceof InetRow inet ? inet.memory() : ((io.recvq.sockets.UnixRow) row).memory();
  }

  static String memoryLine(SocketRow row, SocketMemory memory) {
    StringBuilder line = new StringBuilder("memory: receive ");
    line.append(memory.receiveAllocated()).append(" of ").append(memory.receiveLimit());
    line.append(", send ").append(memory.sendAllocated()).append(" of ").append(memory.sendLimit());
    line.append(", queued ").append(memory.sendQueued());
    if (memory.backlog() > 0) {
      line.append(", backlog ").append(memory.backlog());
    }
    if (memory.drops() > 0) {
      line.append(row.state() == SocketState.LISTEN ? ", overflows " : ", drops ");
      line.append(memory.drops());
    }
    return line.toString();
  }
}
