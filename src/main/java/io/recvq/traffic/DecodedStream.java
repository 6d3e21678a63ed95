package io.recvq.traffic;

import io.recvq.flow.StreamEnd;
import io.recvq.flow.StreamListener;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameDecoder.Start;
import io.recvq.protocol.HoldingMemory;
import io.recvq.protocol.Malformed;
import io.recvq.protocol.OpenRequests;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection while it is decoded: cuts both directions into frames and tells the view. */
public final class DecodedStream implements StreamListener {
  private final TcpStream tcp;
  private final FrameSettings settings;
  private final DecodeView view;
  private final DecodeSummary summary;
  private final HoldingMemory memory;
  private final Half forward = new Half();
  private final Half reverse = new Half();
  private final boolean portGiven;
  private @Nullable OpenRequests requests;
  private boolean framed;
  private long frames;
  private long malformed;
  private long packet;
  private long timeNanos;

  /** One direction: its decoder, made when its first byte comes, and where its bytes come from. */
  private static final class Half {
    private @Nullable FrameDecoder decoder;
    private boolean idle;
    private long packet;
    private long timeNanos;
    private String from = "";
  }

  DecodedStream(
      TcpStream tcp,
      FrameSettings settings,
      DecodeView view,
      DecodeSummary summary,
      HoldingMemory memory) {
    this.tcp = tcp;
    this.settings = settings;
    this.view = view;
    this.summary = summary;
    this.memory = memory;
    forward.from = tcp.key().first().toString();
    reverse.from = tcp.key().second().toString();
    this.portGiven = isServer(tcp.key().first().port()) || isServer(tcp.key().second().port());
    if (portGiven) {
      boolean secondServes = isServer(tcp.key().second().port());
      tcp.decideClient(secondServes ? Direction.FORWARD : Direction.REVERSE);
    }
  }

  private boolean isServer(int port) {
    return settings.ports().contains(port);
  }

  /** The connection with what was seen of its handshake, sequence numbers and end. */
  public TcpStream tcp() {
    return tcp;
  }

  /** The sender in a direction, as {@code 127.0.0.1:80}. */
  public String from(Direction direction) {
    return half(direction).from;
  }

  /** The receiver of a direction as {@code ip:port}. */
  public String to(Direction direction) {
    return half(direction.opposite()).from;
  }

  /** Whether a direction goes to the server. */
  public boolean isRequest(Direction direction) {
    return direction == tcp.client();
  }

  /** {@code request} from the client, {@code response} from the server. */
  public String role(Direction direction) {
    return isRequest(direction) ? "request" : "response";
  }

  /** The packet that completed the frame, or showed the damage, that the view is told of. */
  public long packet() {
    return packet;
  }

  /** The time of {@link #packet}. */
  public long timeNanos() {
    return timeNanos;
  }

  boolean isFramed() {
    return framed;
  }

  long frames() {
    return frames;
  }

  long malformed() {
    return malformed;
  }

  private Half half(Direction direction) {
    return direction == Direction.FORWARD ? forward : reverse;
  }

  @Override
  public void segment(Segment segment, Direction direction, int notes) {
    summary.count(segment, notes);
    Half half = half(direction);
    if (half.packet == 0) {
      half.packet = segment.number();
      half.timeNanos = segment.timeNanos();
    }
    view.segment(this, direction, segment, notes);
  }

  @Override
  public void bytes(
      Direction direction,
      long offset,
      ByteBuffer buffer,
      int from,
      int to,
      long number,
      long nanos) {
    Half half = half(direction);
    half.packet = number;
    half.timeNanos = nanos;
    packet = number;
    timeNanos = nanos;
    view.bytes(this, direction, offset, buffer, from, to);
    if (half.idle) {
      return;
    }
    FrameDecoder decoder = decoder(half, direction);
    decoder.feed(buffer, from, to);
    drain(half, direction, decoder);
  }

  @Override
  public void gap(Direction direction, long offset, long size) {
    summary.gaps++;
    view.gap(this, direction, offset, size);
    Half half = half(direction);
    if (!half.idle) {
      FrameDecoder decoder = decoder(half, direction);
      decoder.gap(size);
      drain(half, direction, decoder);
    }
  }

  @Override
  public void conflict(Direction direction, long offset, int length, long number) {
    summary.conflicts++;
    view.conflict(this, direction, offset, length, number);
  }

  @Override
  public void ended(Direction direction, StreamEnd why) {
    Half half = half(direction);
    if (half.decoder != null && !half.idle) {
      half.decoder.endOfStream();
      drain(half, direction, half.decoder);
    }
    half.decoder = null;
    half.idle = true;
    view.ended(this, direction, why);
  }

  @Override
  public void closed() {
    view.closed(this);
  }

  private FrameDecoder decoder(Half half, Direction direction) {
    FrameDecoder decoder = half.decoder;
    if (decoder == null) {
      decoder =
          FrameDecoder.transientFrames(
              settings.framing(), settings.limits(), start(direction), memory, requests());
      half.decoder = decoder;
    }
    return decoder;
  }

  /** What both decoders share, made with the first of them. */
  private OpenRequests requests() {
    if (requests == null) {
      boolean sawStart = tcp.sawSyn(Direction.FORWARD) && tcp.sawSyn(Direction.REVERSE);
      requests = sawStart ? OpenRequests.fromTheStart() : OpenRequests.unknown();
    }
    return requests;
  }

  private Start start(Direction direction) {
    if (!portGiven && !framed) {
      return Start.IF_PLAUSIBLE;
    }
    return tcp.sawSyn(direction) ? Start.AT_FRAME : Start.ANYWHERE;
  }

  private void drain(Half half, Direction direction, FrameDecoder decoder) {
    packet = half.packet;
    timeNanos = half.timeNanos;
    Decoded answer = decoder.next();
    while (!(answer instanceof Decoded.NeedMore)) {
      framed();
      if (answer instanceof Frame frame) {
        frames++;
        summary.frames++;
        view.frame(this, direction, frame);
      } else if (answer instanceof Malformed bad) {
        malformed++;
        summary.malformed++;
        view.malformed(this, direction, bad);
      }
      answer = decoder.next();
    }
    if (decoder.isFramed()) {
      framed();
    } else if (decoder.isOtherProtocol()) {
      half.idle = true;
      half.decoder = null;
    }
  }

  private void framed() {
    if (!framed) {
      framed = true;
      summary.framedStreams++;
    }
  }
}
