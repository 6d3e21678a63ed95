package io.recvq.probe;

import io.recvq.sys.IcmpError;
import java.util.OptionalInt;

/** Is told what happens to each request, on the thread that pings. */
public interface PingListener {
  /** Is told and says nothing. */
  PingListener NONE =
      new PingListener() {
        @Override
        public void started(ProbeTarget target, PingMethod method, String withheld) {}

        @Override
        public void replied(Reply reply) {}

        @Override
        public void failed(ProbeTarget target, int sequence, IcmpError error) {}

        @Override
        public void silent(ProbeTarget target, int sequence) {}
      };

  /**
   * The host is about to be pinged.
   *
   * @param withheld why ICMP is not used; empty when it is, or was not asked for
   */
  void started(ProbeTarget target, PingMethod method, String withheld);

  /**
   * A reply.
   *
   * @param sequence the request's, from 0
   * @param bytes of the ICMP message; 0 for TCP
   * @param ttl of the reply; empty where it is not known
   * @param duplicate whether this request was answered before
   * @param late whether a later request was answered before
   * @param refused for TCP: the port is closed, the host is there all the same
   */
  record Reply(
      ProbeTarget target,
      int sequence,
      int bytes,
      OptionalInt ttl,
      long roundTripNanos,
      boolean duplicate,
      boolean late,
      boolean refused) {}

  void replied(Reply reply);

  /** An error came for a request. */
  void failed(ProbeTarget target, int sequence, IcmpError error);

  /** A request got no answer within its time. */
  void silent(ProbeTarget target, int sequence);
}
