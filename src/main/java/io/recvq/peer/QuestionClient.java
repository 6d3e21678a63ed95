package io.recvq.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message, waits for whatever one read delivers as its answer, then sends the next: the
 * manner of the acknowledging and of the greeting program. Messages may be given from any thread.
 */
public final class QuestionClient implements Handler {
  private final EventLoop loop;
  private final Consumer<String> answers;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private @Nullable Connection connection;
  private boolean awaiting;
  private boolean ending;

  private record Message(String text, boolean hasAnswer) {}

  /**
   * @param greeted whether the server speaks first
   * @param answers told each answer
   */
  public QuestionClient(EventLoop loop, boolean greeted, Consumer<String> answers) {
    this.loop = loop;
    this.awaiting = greeted;
    this.answers = answers;
  }

  /** Asks this after everything asked before. */
  public void ask(String message) {
    add(new Message(message, true), false);
  }

  /** Says a last word that has no answer, then closes. */
  public void end(String last) {
    add(new Message(last, false), true);
  }

  private void add(Message message, boolean last) {
    loop.execute(
        () -> {
          if (!ending) {
            waiting.add(message);
            ending = last;
            askNext();
          }
        });
  }

  @Override
  public void opened(Connection opened) {
    connection = opened;
    askNext();
  }

  private void askNext() {
    Connection open = connection;
    if (open == null || awaiting) {
      return;
    }
    Message next = waiting.poll();
    if (next != null) {
      awaiting = next.hasAnswer();
      open.write(ByteBuffer.wrap(next.text().getBytes(StandardCharsets.UTF_8)));
    }
    if (ending && waiting.isEmpty() && !awaiting) {
      open.close(Ending.CLOSED);
    }
  }

  @Override
  public void received(Connection open, ByteBuffer bytes) {
    byte[] answer = new byte[bytes.remaining()];
    bytes.get(answer);
    answers.accept(new String(answer, StandardCharsets.UTF_8));
    awaiting = false;
    askNext();
  }

  /** Whether everything asked was answered. */
  public boolean isGood() {
    return ending && waiting.isEmpty() && !awaiting;
  }
}
