package io.recvq.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A chat: each line of a member goes to all the others as {@code NAME: LINE}, not to its author.
 * {@code /name NEW} changes a name, {@code /who} lists the members, {@code /quit} leaves.
 *
 * <p>A member that does not read misses lines and is told how many once it reads again; the others
 * notice nothing. Control characters never pass from one member to another.
 */
public final class ChatRoom implements HandlerFactory {
  /** What may wait for one slow member before lines are left out. */
  static final int MAX_WAITING_BYTES = 64 << 10;

  /** A longer line is cut into several. */
  static final int MAX_LINE_BYTES = 4096;

  private static final int MAX_NAME_CHARACTERS = 32;

  private final Map<Connection, Member> members = new LinkedHashMap<>();

  @Override
  public Handler handlerFor(Connection connection) {
    return new Member("guest" + connection.number());
  }

  /** One connection of the chat. */
  private final class Member implements Handler {
    private final LineBuffer lines = new LineBuffer(MAX_LINE_BYTES);
    private String name;
    private int missed;

    Member(String name) {
      this.name = name;
    }

    @Override
    public void opened(Connection connection) {
      members.put(connection, this);
      tellOthers(connection, "* " + name + " joined");
      tell(connection, "* you are " + name + ", " + present());
    }

    private String present() {
      int others = members.size() - 1;
      return switch (others) {
        case 0 -> "alone here";
        case 1 -> "with one other here";
        default -> "with " + others + " others here";
      };
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) {
      lines.feed(bytes, line -> said(connection, line));
    }

    private void said(Connection connection, String raw) {
      String line = withoutControls(raw);
      if (line.equals("/quit")) {
        connection.closeWhenSent();
      } else if (line.equals("/who")) {
        tell(
            connection,
            "* " + String.join(", ", members.values().stream().map(m -> m.name).toList()));
      } else if (line.startsWith("/name ")) {
        rename(connection, line.substring("/name ".length()).strip());
      } else if (!line.isEmpty()) {
        tellOthers(connection, name + ": " + line);
      }
    }

    private void rename(Connection connection, String wanted) {
      boolean taken = members.values().stream().anyMatch(m -> m.name.equals(wanted));
      if (wanted.isEmpty() || wanted.length() > MAX_NAME_CHARACTERS || taken) {
        tell(connection, taken ? "* that name is taken" : "* a name has 1 to 32 characters");
        return;
      }
      tellOthers(connection, "* " + name + " is now " + wanted);
      name = wanted;
      tell(connection, "* you are " + name);
    }

    void tell(Connection connection, String line) {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      if (connection.pendingBytes() + bytes.length > MAX_WAITING_BYTES) {
        missed++;
      } else {
        connection.write(ByteBuffer.wrap(bytes));
      }
    }

    @Override
    public void drained(Connection connection) {
      if (missed > 0) {
        int count = missed;
        missed = 0;
        tell(connection, "* you missed " + count + (count == 1 ? " line" : " lines"));
      }
    }

    @Override
    public void inputEnded(Connection connection) {
      lines.end(line -> said(connection, line));
      connection.closeWhenSent();
    }

    @Override
    public void closed(Connection connection, Ending ending) {
      members.remove(connection);
      tellOthers(connection, "* " + name + " left");
    }
  }

  private void tellOthers(Connection author, String line) {
    members.forEach(
        (connection, member) -> {
          if (connection != author) {
            connection.loop().execute(() -> member.tell(connection, line));
          }
        });
  }

  /** What a terminal could take for a command or for a change of writing direction is dropped. */
  static String withoutControls(String line) {
    StringBuilder plain = new StringBuilder(line.length());
    line.codePoints()
        .filter(
            c -> {
              int type = Character.getType(c);
              return type != Character.CONTROL
                  && type != Character.FORMAT
                  && type != Character.SURROGATE
                  && type != Character.LINE_SEPARATOR
                  && type != Character.PARAGRAPH_SEPARATOR;
            })
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
