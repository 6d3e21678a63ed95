package io.recvq.lab;

import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import io.recvq.peer.Bind;
import io.recvq.peer.ConnectionState.Ends;
import io.recvq.peer.Dial;
import io.recvq.peer.LoopControl;
import io.recvq.peer.SocketSettings;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The named endpoints of one session: {@code s1} a server, {@code p1} a proxy, {@code k1} a client
 * that a command runs; {@code c1} a connection and {@code l1} a listener driven by hand; {@code
 * s1.2} the second connection of {@code s1}. For several threads. Closing it closes those driven by
 * hand; what commands run ends with the commands.
 */
public final class Lab implements AutoCloseable {
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, Integer> lastNumbers = new HashMap<>();
  private @Nullable SocketTable table;

  /** What runs behind a name. */
  public enum Kind {
    SERVER("s"),
    PROXY("p"),
    CLIENT("k");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }
  }

  /**
   * A member that leaves when this is closed.
   *
   * @param name its name; empty for none
   */
  public record Registration(String name, Runnable leave) implements AutoCloseable {
    /** Does nothing. */
    public static final Registration NONE = new Registration("", () -> {});

    @Override
    public void close() {
      leave.run();
    }
  }

  private String newName(String letter) {
    return letter + lastNumbers.merge(letter, 1, Integer::sum);
  }

  private synchronized void leave(String name) {
    members.remove(name);
  }

  /**
   * Gives a name to something that a command runs.
   *
   * @param what the command in a few words, as {@code serve echo}
   * @param end asks the command to end
   */
  public synchronized Registration host(
      Kind kind, String what, LoopControl control, Feed feed, Runnable end) {
    String name = newName(kind.letter);
    members.put(name, new Hosted(name, what, control, feed, end));
    return new Registration(name, () -> leave(name));
  }

  /**
   * Connects.
   *
   * @throws OperationException what the address answered
   */
  public HandSocket connect(AddressSpec address, SocketSettings settings, Duration timeout)
      throws IOException, InterruptedException {
    return adopt(Dial.connect(address, settings, timeout));
  }

  private synchronized HandSocket adopt(SocketChannel channel) throws IOException {
    String name = newName("c");
    HandSocket socket = new HandSocket(name, channel, () -> leave(name));
    members.put(name, socket);
    return socket;
  }

  /**
   * Listens without accepting.
   *
   * @throws OperationException when the system refuses the address
   */
  public HandListener listen(AddressSpec address, int backlog, SocketSettings settings)
      throws IOException {
    ServerSocketChannel channel = Bind.listen(address, backlog, settings);
    synchronized (this) {
      String name = newName("l");
      HandListener listener = new HandListener(name, channel, () -> leave(name));
      members.put(name, listener);
      return listener;
    }
  }

  /** Takes the next connection from a listener's accept queue; empty when none waits. */
  public Optional<HandSocket> accept(HandListener listener) throws IOException {
    Optional<SocketChannel> accepted = listener.accept();
    return accepted.isEmpty() ? Optional.empty() : Optional.of(adopt(accepted.get()));
  }

  /** All members in the order in which they came. */
  public synchronized List<Member> members() {
    return new ArrayList<>(members.values());
  }

  /** The member with this name. */
  public synchronized Optional<Member> find(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** The names of members and of their connections. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Member member : members()) {
      names.add(member.name());
      connectionsOf(member).stream()
          .map(Member.Named::name)
          .filter(name -> !name.equals(member.name()))
          .forEach(names::add);
    }
    return names;
  }

  /**
   * Addresses by the names under which a session gives them: {@code s1} where it listens, {@code
   * c1} or {@code s1.2} a connection's own end, {@code c1.local} and {@code c1.remote} both ends.
   */
  public Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (Member member : members()) {
      if (member instanceof HandListener listener) {
        addresses.put(listener.name(), listener.address());
      } else if (member instanceof Hosted hosted) {
        hosted.control().address().ifPresent(address -> addresses.put(hosted.name(), address));
      }
      for (Member.Named connection : connectionsOf(member)) {
        connection
            .ends()
            .ifPresent(
                ends -> {
                  addresses.put(connection.name(), ends.local().toString());
                  addresses.put(connection.name() + ".local", ends.local().toString());
                  addresses.put(connection.name() + ".remote", ends.remote().toString());
                });
      }
    }
    return addresses;
  }

  /** The open connections of a member; none when it has just ended. */
  public static List<Member.Named> connectionsOf(Member member) {
    try {
      return member.connections();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The name of the connection with these ends, if it is one of ours. */
  public Optional<String> nameOf(Ends ends) {
    for (Member member : members()) {
      for (Member.Named named : connectionsOf(member)) {
        if (named.ends().filter(ends::equals).isPresent()) {
          return Optional.of(named.name());
        }
      }
    }
    return Optional.empty();
  }

  /** Both ends of a connection as the kernel has them now. */
  public ConnectionSample sample(Ends ends) throws OperationException {
    return table().connection(ends.local(), ends.remote());
  }

  /** The kernel's table, kept open between calls. */
  synchronized SocketTable table() {
    if (table == null) {
      table = Machine.local().sockets();
    }
    return table;
  }

  /** Closes the sockets driven by hand. */
  @Override
  public void close() {
    members().stream().filter(member -> !(member instanceof Hosted)).forEach(Member::close);
    synchronized (this) {
      if (table != null) {
        table.close();
        table = null;
      }
    }
  }
}
