package io.recvq.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
  private static InetRow listener(String local) {
    return Rows.tcp(SocketState.LISTEN, local, "0.0.0.0:0", 0, 5, 9);
  }

  private static InetRow client(String local, String remote) {
    return Rows.tcp(SocketState.SYN_SENT, local, remote, 0, 1, 8);
  }

  private static InetRow end(SocketState state, int port, Ownership owners) {
    return Rows.tcp(state, "10.0.0.1:" + port, "10.0.0.2:80", 0, 0, port).withOwners(owners);
  }

  private static Optional<InetRow> found(InetRow client, InetRow... listeners) {
    return new Surroundings(List.of(listeners)).listenerOf(client);
  }

  @Test
  void aListenerAnswersWhatGoesToItsPortAtItsAddressOrAny() {
    InetRow client = client("127.0.0.1:50000", "127.0.0.1:80");
    InetRow otherPort = listener("0.0.0.0:81");
    InetRow otherAddress = listener("127.0.0.2:80");
    assertEquals(Optional.empty(), found(client, otherPort, otherAddress));
    InetRow any = listener("0.0.0.0:80");
    assertEquals(Optional.of(any), found(client, otherPort, otherAddress, any));
    InetRow exact = listener("127.0.0.1:80");
    assertEquals(Optional.of(exact), found(client, otherPort, otherAddress, exact));
  }

  @Test
  void onlyAConnectionThatStaysOnThisMachineHasItsListenerHere() {
    InetRow any = listener("0.0.0.0:80");
    assertEquals(Optional.empty(), found(client("10.0.0.1:50000", "10.0.0.2:80"), any));
    assertEquals(Optional.of(any), found(client("10.0.0.1:50000", "10.0.0.1:80"), any));
    assertEquals(Optional.of(any), found(client("10.0.0.1:50000", "127.0.0.1:80"), any));
  }

  @Test
  void leaksAreCountedByTheProcessThatHoldsThem() {
    Ownership seven = Rows.by(7, "java", 5);
    Ownership eight = Rows.by(8, "java", 5);
    InetRow leak = end(SocketState.CLOSE_WAIT, 1001, seven);
    Surroundings around =
        new Surroundings(
            List.of(
                leak,
                end(SocketState.CLOSE_WAIT, 1002, seven),
                end(SocketState.ESTABLISHED, 1003, seven),
                end(SocketState.CLOSE_WAIT, 1004, eight),
                end(SocketState.CLOSE_WAIT, 1005, Ownership.NOT_PERMITTED)));
    assertEquals(2, around.closeWaitsOf(leak));
    assertEquals(1, around.closeWaitsOf(end(SocketState.CLOSE_WAIT, 1004, eight)));
    assertEquals(1, around.closeWaitsOf(end(SocketState.CLOSE_WAIT, 1, Rows.by(9, "java", 5))));
    assertEquals(1, around.closeWaitsOf(end(SocketState.CLOSE_WAIT, 1, Ownership.NOT_PERMITTED)));
  }
}
