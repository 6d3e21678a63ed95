package io.recvq.traffic;

import io.recvq.net.Direction;
import io.recvq.render.JsonLines;
import io.recvq.wire.CapturedPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** The bytes of one stream as JSON objects {@code bytes} and {@code gap}. */
public final class FollowJson implements DecodeView {
  private final JsonLines json;
  private final long stream;
  private final Optional<String> file;

  /**
   * Follows one stream by its number, from 0.
   *
   * @param file named in each object, where there are several
   */
  public FollowJson(JsonLines json, long stream, Optional<String> file) {
    this.json = json;
    this.stream = stream;
    this.file = file;
  }

  @Override
  public void bytes(
      DecodedStream source, Direction direction, long offset, ByteBuffer buffer, int from, int to) {
    if (source.tcp().number() == stream) {
      byte[] bytes = new byte[to - from];
      buffer.get(from, bytes);
      begin("bytes", source, direction, offset).put("bytesBase64", bytes).end();
    }
  }

  @Override
  public void gap(DecodedStream source, Direction direction, long offset, long size) {
    if (source.tcp().number() == stream) {
      begin("gap", source, direction, offset).put("size", size).end();
    }
  }

  private JsonLines begin(String type, DecodedStream source, Direction direction, long offset) {
    json.begin(type);
    file.ifPresent(name -> json.put("file", name));
    if (source.timeNanos() == CapturedPacket.NO_TIME) {
      json.putNull("time");
    } else {
      json.put("time", Instant.ofEpochSecond(0, source.timeNanos()));
    }
    return json.put("stream", stream)
        .put("packet", source.packet())
        .put("from", source.from(direction))
        .put("to", source.to(direction))
        .put("offset", offset);
  }
}
