package io.recvq.traffic;

import io.recvq.capture.StreamFiles;
import io.recvq.net.Direction;
import io.recvq.net.OperationException;
import io.recvq.render.TextOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.TreeMap;

/** Writes the bytes of one stream to two files and says how many went where. */
public final class StreamFilesView implements DecodeView {
  private final Path folder;
  private final long stream;
  private final TextOut out;
  private final StreamFiles files;
  private final MissingBytes missing = new MissingBytes();
  private final TreeMap<String, Long> written = new TreeMap<>();

  /** Throws OperationException when the folder cannot be made. */
  public StreamFilesView(Path folder, long stream, TextOut out) throws OperationException {
    this.folder = folder;
    this.stream = stream;
    this.out = out;
    this.files = StreamFiles.in(folder);
  }

  @Override
  public void bytes(
      DecodedStream source, Direction direction, long offset, ByteBuffer buffer, int from, int to) {
    if (source.tcp().number() != stream) {
      return;
    }
    String side = source.isRequest(direction) ? "client" : "server";
    String name = "stream-" + stream + "-" + side + ".bin";
    try {
      files.write(name, offset, buffer, from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
    written.merge(name, (long) to - from, Long::sum);
  }

  @Override
  public void gap(DecodedStream source, Direction direction, long offset, long size) {
    if (source.tcp().number() == stream) {
      missing.gap(source, direction, offset, size);
    }
  }

  @Override
  public void finish(DecodeSummary summary) {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
    written.forEach(
        (name, bytes) ->
            out.println("recvq: wrote " + bytes + " bytes to " + folder.resolve(name)));
    missing.tell(out);
  }
}
