package io.recvq.cli;

import io.recvq.lab.Feed;
import io.recvq.lab.HandListener;
import io.recvq.lab.Hosted;
import io.recvq.lab.Lab;
import io.recvq.lab.Member;
import io.recvq.lab.Queues;
import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.peer.ConnectionState.Ends;
import io.recvq.render.LastResult;
import io.recvq.render.TextOut;
import io.recvq.sockets.ConnectionSample;
import io.recvq.view.TopRow;
import io.recvq.view.TopTracker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The dashboard of a session: its named endpoints, the frames that pass, and what limits each. */
final class SessionTop implements TopSource {
  private static final int MOST_EVENTS = 50;

  /** More connections than these are counted, and not sampled. */
  private static final int MOST_SHOWN = 200;

  private final CommandContext context;
  private final Lab lab;
  private final TopTracker tracker = new TopTracker();

  SessionTop(CommandContext context, Lab lab) {
    this.context = context;
    this.lab = lab;
  }

  @Override
  public String title() {
    return "this shell";
  }

  @Override
  public boolean isSteerable() {
    return true;
  }

  @Override
  public Picture read() throws OperationException {
    tracker.begin();
    List<TopRow> rows = new ArrayList<>();
    List<TopRow> byHand = new ArrayList<>();
    List<Feed.Line> events = new ArrayList<>();
    long frames = 0;
    for (Member member : lab.members()) {
      if (member instanceof Hosted hosted) {
        rows.add(hosted(hosted));
        connections(member, rows);
        for (Feed.Line event : hosted.feed().last(MOST_EVENTS)) {
          events.add(new Feed.Line(event.atNanos(), hosted.name() + "  " + event.text()));
        }
        frames += hosted.feed().frames();
      } else if (member instanceof HandListener listener) {
        rows.add(group(listener, "listen " + listener.address(), listener.endpoint(), ""));
      } else {
        connections(member, byHand);
      }
    }
    if (!byHand.isEmpty()) {
      rows.add(TopRow.group("", "driven by hand", Optional.empty(), ""));
      rows.addAll(byHand);
    }
    events.sort(Comparator.comparingLong(Feed.Line::atNanos));
    return new Picture(rows, events.stream().map(Feed.Line::text).toList(), frames);
  }

  private TopRow hosted(Hosted hosted) throws OperationException {
    String address = hosted.control().address().orElse("");
    String text = hosted.what() + (address.isEmpty() ? "" : " on " + address);
    return group(hosted, text, hosted.control().endpoint(), LoopCall.effects(hosted));
  }

  private TopRow group(Member member, String text, Optional<Endpoint> listens, String note)
      throws OperationException {
    return TopRow.group(
        member.name(),
        text,
        listens.isPresent()
            ? Queues.listener(lab, member.name(), listens.get()).own().map(Queues.Row::row)
            : Optional.empty(),
        note);
  }

  private void connections(Member member, List<TopRow> rows) throws OperationException {
    List<Member.Named> all = Lab.connectionsOf(member);
    for (Member.Named named : all.subList(0, Math.min(all.size(), MOST_SHOWN))) {
      if (named.ends().isPresent()) {
        Ends ends = named.ends().get();
        ConnectionSample sample = lab.sample(ends);
        String peer = lab.nameOf(ends.other()).map(name -> name + " ").orElse("") + ends.remote();
        rows.add(tracker.connection(named.name(), peer, ends, sample));
      }
    }
    if (all.size() > MOST_SHOWN) {
      rows.add(
          TopRow.group("", "and " + (all.size() - MOST_SHOWN) + " more", Optional.empty(), ""));
    }
  }

  @Override
  public String act(List<String> words) throws IOException, InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    TextOut out = new TextOut(said, true);
    CommandContext quiet =
        new CommandContext(
            InputStream.nullInputStream(),
            out,
            out,
            context.environment(),
            CommandContext.TerminalView.NONE,
            context.stop(),
            io.recvq.render.Screen.Opener.NONE,
            Optional.of(new SessionLink(lab, new LastResult(), name -> {})));
    CommandRunner.run(words, quiet);
    return said.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("done");
  }
}
