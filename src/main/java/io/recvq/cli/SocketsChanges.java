package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.render.JsonLines;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.TableChanges;
import io.recvq.view.SocketsJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes of the table as NDJSON: {@code opened}, {@code changed} and {@code closed} objects
 * with the fields of a socket. What is there at first comes as {@code opened} with {@code initial}.
 */
final class SocketsChanges {
  private final CommandContext context;
  private final SocketSelection selection;
  private final boolean owners;
  private final JsonLines json;
  private final Set<String> said = new HashSet<>();

  /**
   * @param owners whether the owners of new rows are looked for
   */
  SocketsChanges(CommandContext context, SocketSelection selection, boolean owners) {
    this.context = context;
    this.owners = owners;
    this.selection = selection;
    this.json = context.json();
  }

  /** Prints changes until it is stopped or the time is over. */
  void run(Duration interval, Duration time) throws OperationException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    Map<Object, SocketRow> before = read(Map.of());
    before.values().forEach(row -> write("opened", row, true));
    context.out().flush();
    while (System.nanoTime() < end && !context.stop().await(interval)) {
      Map<Object, SocketRow> now = read(before);
      TableChanges changes = TableChanges.between(before, now);
      changes.closed().forEach(row -> write("closed", row, false));
      changes.opened().forEach(row -> write("opened", row, false));
      changes.changed().forEach(this::write);
      context.out().flush();
      before = now;
    }
  }

  /** Owners are looked for only of rows that were not there before. */
  private Map<Object, SocketRow> read(Map<Object, SocketRow> before) throws OperationException {
    SocketSelection.Chosen chosen = selection.read();
    for (String limit : chosen.limits()) {
      if (said.add(limit)) {
        context.err().println("recvq: " + limit);
      }
    }
    Map<Object, SocketRow> now = TableChanges.index(chosen.rows());
    if (!owners || selection.filter().asksOwners()) {
      return now;
    }
    List<SocketRow> fresh = new ArrayList<>();
    Map<Object, SocketRow> owned = new HashMap<>(now.size() * 2);
    now.forEach(
        (identity, row) -> {
          SocketRow old = before.get(identity);
          if (old == null || old.inode() != row.inode()) {
            fresh.add(row);
          } else {
            owned.put(identity, row.withOwners(old.owners()));
          }
        });
    for (SocketRow row : selection.finder().withOwners(fresh)) {
      owned.put(TableChanges.identity(row), row);
    }
    return owned;
  }

  private void write(String type, SocketRow row, boolean initial) {
    json.begin(type).put("time", Instant.now());
    if (initial) {
      json.put("initial", true);
    }
    SocketsJson.fields(json, row);
    json.end();
  }

  private void write(TableChanges.Change change) {
    json.begin("changed").put("time", Instant.now());
    SocketsJson.fields(json, change.now());
    json.object("before").put("state", change.before().stateName());
    json.put("recvQ", change.before().recvQ()).put("sendQ", change.before().sendQ());
    json.end().end();
  }
}
