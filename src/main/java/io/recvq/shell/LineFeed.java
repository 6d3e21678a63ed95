package io.recvq.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;

/**
 * The lines of a stream, read on a thread of its own, because a read of a pipe cannot be
 * interrupted and waiting for a line must be. A reader that is left in its read ends with the
 * stream, or with the process.
 */
final class LineFeed {
  /** What the reading thread hands over: a line, the end, or why there is no more. */
  private record Item(Optional<String> line, Optional<IOException> failure) {}

  private final SynchronousQueue<Item> items = new SynchronousQueue<>();

  private LineFeed() {}

  static LineFeed start(InputStream in) {
    LineFeed feed = new LineFeed();
    Thread thread = new Thread(() -> feed.read(in), "recvq lines");
    thread.setDaemon(true);
    thread.start();
    return feed;
  }

  private void read(InputStream in) {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      Item item;
      do {
        item = next(lines);
        items.put(item);
      } while (item.line().isPresent());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Item next(BufferedReader lines) {
    try {
      return new Item(Optional.ofNullable(lines.readLine()), Optional.empty());
    } catch (IOException e) {
      return new Item(Optional.empty(), Optional.of(e));
    }
  }

  /** Waits for the next line; empty at the end, after which it must not be asked again. */
  Optional<String> next() throws IOException, InterruptedException {
    Item item = items.take();
    if (item.failure().isPresent()) {
      throw item.failure().get();
    }
    return item.line();
  }
}
