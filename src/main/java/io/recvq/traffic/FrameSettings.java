package io.recvq.traffic;

import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framing;
import java.util.Set;

/**
 * How frames are looked for in streams.
 *
 * @param ports servers' ports whose streams are framed whatever they begin with; with none given, a
 *     stream is framed when its first bytes are a plausible frame
 */
public record FrameSettings(Framing framing, FrameLimits limits, Set<Integer> ports) {
  public FrameSettings {
    ports = Set.copyOf(ports);
  }
}
