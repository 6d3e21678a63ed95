package io.recvq.check;

import io.recvq.document.DocumentException;
import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import io.recvq.probe.Exchange;
import io.recvq.probe.PortResult;
import io.recvq.probe.PortState;
import io.recvq.probe.ProbeTarget;
import io.recvq.probe.SweepSettings;
import io.recvq.probe.TcpSweep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A TCP port is open, closed or filtered.
 *
 * @param banner found in what an open port says first
 */
record TcpCheck(
    AddressSpec.Inet address,
    String state,
    Optional<Pattern> banner,
    Optional<Duration> latencyBelow)
    implements Check {
  private static final int MOST_BANNER_BYTES = 4096;

  static Check read(Fields fields) throws DocumentException {
    String state = fields.oneOf("state", List.of("open", "closed", "filtered")).orElse("open");
    TcpCheck check =
        new TcpCheck(
            fields.address("target"),
            state,
            fields.pattern("banner"),
            fields.duration("latency-below"));
    if (!state.equals("open") && check.banner.isPresent()) {
      throw fields.wrong("banner", "needs an open port");
    }
    return check;
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException, InterruptedException {
    ProbeTarget target = Reach.target(address.host(), deadlineNanos);
    List<PortResult> results = new ArrayList<>();
    // The sweep is given a little less, so that its answer comes before the end of everything.
    Duration timeout = Reach.left(deadlineNanos).multipliedBy(9).dividedBy(10);
    SweepSettings settings = new SweepSettings(timeout, 1, 0, 16, deadlineNanos);
    new TcpSweep(List.of(target), new int[] {address.port()}, settings, results::add).run();
    PortResult result = results.get(0);
    if (result.state() == PortState.UNKNOWN) {
      throw OperationException.of("probe " + address, result.reason().toString(), "");
    }
    String seen = address + " is " + result.state() + " (" + result.reason() + ")";
    Outcome outcome = Outcome.of(result.state().toString().equals(state), seen);
    outcome = Reach.within(outcome, latencyBelow, result.latencyNanos().orElse(0));
    return outcome.status() == CheckStatus.PASS && banner.isPresent()
        ? banner(target, banner.get(), deadlineNanos)
        : outcome;
  }

  private Outcome banner(ProbeTarget target, Pattern pattern, long deadlineNanos)
      throws IOException {
    try (Exchange exchange = Exchange.open(target, address.port(), deadlineNanos)) {
      String said = new String(exchange.greeting(MOST_BANNER_BYTES), StandardCharsets.UTF_8);
      return Outcome.of(
          pattern.matcher(said).find(),
          said.isEmpty()
              ? address + " says nothing"
              : address + " says " + Reach.cut(said.strip()));
    }
  }
}
