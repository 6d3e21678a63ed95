package io.recvq.diagnose;

import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An end of a connection at a moment, and readings of both ends, for tests. */
record End(
    SocketState state,
    long recvQ,
    long sendQ,
    long inode,
    SocketTimer timer,
    Map<TcpField, Long> tcp,
    long sendLimit,
    long sendQueued) {

  private static final String CLIENT = "10.0.0.1:50000";
  private static final String SERVER = "10.0.0.2:7002";
  private static final long START = 1_700_000_000L;

  static End quiet(Map<TcpField, Long> tcp) {
    return new End(SocketState.ESTABLISHED, 0, 0, 1, SocketTimer.OFF, tcp, 4_194_304, 0);
  }

  End queues(long received, long sent) {
    return new End(state, received, sent, inode, timer, tcp, sendLimit, sendQueued);
  }

  End in(SocketState other) {
    return new End(other, recvQ, sendQ, inode, timer, tcp, sendLimit, sendQueued);
  }

  End waitingFor(SocketTimer other) {
    return new End(state, recvQ, sendQ, inode, other, tcp, sendLimit, sendQueued);
  }

  End buffer(long limit, long queued) {
    return new End(state, recvQ, sendQ, inode, timer, tcp, limit, queued);
  }

  End withoutInode() {
    return new End(state, recvQ, sendQ, 0, timer, tcp, sendLimit, sendQueued);
  }

  InetRow row(String local, String remote, int pid) {
    InetRow row = Rows.tcp(state, local, remote, recvQ, sendQ, inode == 0 ? 0 : pid);
    InetRow held = inode == 0 ? row : row.withOwners(Rows.by(pid, "java", 5));
    return Rows.with(held, timer, tcp, Rows.memory(131_072, sendLimit, sendQueued, 0));
  }

  static ConnectionSample sample(long second, Optional<End> near, Optional<End> far) {
    return new ConnectionSample(
        (START + second) * 1_000_000_000L,
        near.map(end -> end.row(CLIENT, SERVER, 100)),
        far.map(end -> end.row(SERVER, CLIENT, 200)));
  }

  static List<ConnectionSample> both(End nearFirst, End farFirst, End near, End far) {
    List<ConnectionSample> samples = new ArrayList<>();
    samples.add(sample(0, Optional.of(nearFirst), Optional.of(farFirst)));
    samples.add(sample(1, Optional.of(near), Optional.of(far)));
    samples.add(sample(2, Optional.of(near), Optional.of(far)));
    return samples;
  }

  static List<ConnectionSample> nearOnly(End first, End last) {
    return List.of(
        sample(0, Optional.of(first), Optional.empty()),
        sample(1, Optional.of(last), Optional.empty()),
        sample(2, Optional.of(last), Optional.empty()));
  }

  static Map<TcpField, Long> tcp(Object... pairs) {
    Map<TcpField, Long> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((TcpField) pairs[i], ((Number) pairs[i + 1]).longValue());
    }
    return values;
  }
}
