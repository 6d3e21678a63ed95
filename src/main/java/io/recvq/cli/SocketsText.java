package io.recvq.cli;

import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
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
record SocketsText(Style style, boolean owners, boolean info, boolean memory, Users users) {
  private static final int MAX_OWNERS = 3;

  /** What the numbers of listeners mean, said whenever one is shown. */
  static final String LISTEN_NOTE =
      "LISTEN rows: Recv-Q is the number of connections waiting to be accepted, Send-Q the backlog.";

  void write(TextOut out, List<? extends SocketRow> rows) {
    int count = rows.size();
    String[] local = new String[count];
    String[] remote = new String[count];
    int localWidth = "Local Address".length();
    int remoteWidth = "Foreign Address".length();
    boolean listens = false;
    for (int i = 0; i < count; i++) {
      SocketRow row = rows.get(i);
      local[i] = Escape.text(row.localText());
      remote[i] = Escape.text(row.remoteText());
      localWidth = Math.max(localWidth, width(row, local[i]));
      remoteWidth = Math.max(remoteWidth, width(row, remote[i]));
      listens |= row.state() == SocketState.LISTEN;
    }
    out.println(style.bold(header(localWidth, remoteWidth)));
    StringBuilder line = new StringBuilder(160);
    for (int i = 0; i < count; i++) {
      SocketRow row = rows.get(i);
      line.setLength(0);
      row(line, row, local[i], localWidth, remote[i], remoteWidth);
      out.println(line.toString());
      details(row, out);
    }
    if (listens) {
      out.println(style.dim(LISTEN_NOTE));
    }
  }

  private String header(int localWidth, int remoteWidth) {
    StringBuilder line = new StringBuilder("Proto Recv-Q Send-Q ");
    line.append("Local Address");
    pad(line, localWidth - "Local Address".length() + 1).append("Foreign Address");
    pad(line, remoteWidth - "Foreign Address".length() + 1).append("State");
    if (owners) {
      line.append("       User     PID/Program fd");
    }
    return line.toString();
  }

  private void row(
      StringBuilder line,
      SocketRow row,
      String local,
      int localWidth,
      String remote,
      int remoteWidth) {
    String proto = row.protoName();
    line.append(proto);
    pad(line, 5 - proto.length());
    queue(line, row, row.recvQ(), true);
    queue(line, row, row.sendQ(), false);
    line.append(' ').append(local);
    pad(line, localWidth - width(row, local) + 1).append(remote);
    pad(line, remoteWidth - width(row, remote) + 1);
    String state = row.stateName();
    line.append(state);
    if (owners) {
      pad(line, 12 - state.length());
      String user = row.hasInode() && row.uid() >= 0 ? Escape.text(users.name(row.uid())) : "-";
      line.append(user);
      pad(line, 9 - user.length());
      owner(line, row);
    }
  }

  /** Bytes that nobody reads, and listeners without room, stand out. */
  private void queue(StringBuilder line, SocketRow row, long value, boolean received) {
    String text = value == SocketRow.UNKNOWN ? "-" : Long.toString(value);
    pad(line, Math.max(1, 7 - text.length()));
    boolean full =
        row.state() == SocketState.LISTEN
            && row.sendQ() != SocketRow.UNKNOWN
            && row.recvQ() > row.sendQ();
    if (!style.colored() || value <= 0) {
      line.append(text);
    } else if (row.state() == SocketState.LISTEN) {
      line.append(full && received ? style.red(text) : text);
    } else {
      line.append(style.yellow(text));
    }
  }

  private static void owner(StringBuilder line, SocketRow row) {
    switch (row.owners().kind()) {
      case NOT_ASKED, NONE -> line.append('-');
      case NOT_PERMITTED -> line.append("not permitted");
      case HELD -> {
        List<Owner> held = row.owners().owners();
        for (int i = 0; i < Math.min(held.size(), MAX_OWNERS); i++) {
          Owner owner = held.get(i);
          line.append(i == 0 ? "" : ", ").append(owner.pid()).append('/');
          line.append(Escape.text(owner.process())).append(' ').append(owner.fd());
        }
        if (held.size() > MAX_OWNERS) {
          line.append(", and ").append(held.size() - MAX_OWNERS).append(" more");
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

  private static int width(SocketRow row, String text) {
    return row instanceof InetRow ? text.length() : DisplayWidth.of(text);
  }

  private static StringBuilder pad(StringBuilder line, int count) {
    for (int i = 0; i < count; i++) {
      line.append(' ');
    }
    return line;
  }
}
