package io.recvq.cli;

import io.recvq.probe.PortInspector;
import io.recvq.probe.PortInspector.Questions;
import io.recvq.probe.PortListener;
import io.recvq.probe.PortOrder;
import io.recvq.probe.PortResult;
import io.recvq.probe.ProbeTarget;
import io.recvq.probe.SweepSettings;
import io.recvq.probe.TcpSweep;
import io.recvq.probe.UdpSweep;
import io.recvq.probe.UnreachableReason;
import java.io.IOException;
import java.util.List;

/** One pass over the ports that {@code probe} was asked for. */
final class ProbeRun {
  /** Each result is kept until the end; this many fit a small heap. */
  static final long MOST_PORTS = 4_000_000;

  private final CommandContext context;
  private final List<ProbeTarget> targets;
  private final int[] ports;
  private final SweepSettings settings;
  private final ProbeOptions.Asked asked;

  /** Watches results as they arrive; closed when there are no more. */
  interface View extends PortListener, AutoCloseable {
    View NONE = of(result -> {});

    @Override
    void close();

    static View of(PortListener listener) {
      return new View() {
        @Override
        public void found(PortResult result) {
          listener.found(result);
        }

        @Override
        public void close() {}
      };
    }
  }

  ProbeRun(
      CommandContext context,
      List<ProbeTarget> targets,
      int[] ports,
      SweepSettings settings,
      ProbeOptions.Asked asked) {
    this.context = context;
    this.targets = targets;
    this.ports = ports;
    this.settings = settings;
    this.asked = asked;
  }

  /** Probes every port once; the results are in the order of targets and ports. */
  List<PortResult> once(View view) throws IOException, InterruptedException {
    PortOrder results = new PortOrder(targets, ports);
    try (view) {
      PortListener both =
          result -> {
            results.put(result);
            view.found(result);
          };
      if (asked.udp) {
        sweepUdp(both);
      } else {
        sweepTcp(both);
      }
    }
    Questions questions = new Questions(asked.banner, asked.tls, asked.frame);
    List<PortResult> explained = explained(results.all());
    return questions.any() && !context.stop().isStopped()
        ? inspected(explained, questions)
        : explained;
  }

  private void sweepTcp(PortListener results) throws IOException, InterruptedException {
    TcpSweep sweep = new TcpSweep(targets, ports, settings, results);
    StopSignal.Registration onStop = context.stop().onStop(sweep::stop);
    try {
      sweep.run();
    } finally {
      onStop.close();
    }
  }

  private void sweepUdp(PortListener results) throws IOException {
    UdpSweep sweep = new UdpSweep(targets, ports, settings, results);
    StopSignal.Registration onStop = context.stop().onStop(sweep::stop);
    try {
      sweep.run();
    } finally {
      onStop.close();
    }
  }

  /** The results with the reason that ICMP gives, where one may have been given. */
  private List<PortResult> explained(List<PortResult> results) throws IOException {
    if (context.stop().isStopped() || !anyWorthwhile(results)) {
      return results;
    }
    try (UnreachableReason reason = new UnreachableReason(settings)) {
      return reason.explain(results);
    }
  }

  private static boolean anyWorthwhile(List<PortResult> results) {
    for (PortResult result : results) {
      if (UnreachableReason.worthwhile(result)) {
        return true;
      }
    }
    return false;
  }

  private List<PortResult> inspected(List<PortResult> results, Questions questions)
      throws InterruptedException {
    StopSignal.Registration onStop = context.stop().onStop(Thread.currentThread()::interrupt);
    try {
      return new PortInspector(questions, settings.timeout(), settings.deadlineNanos())
          .inspect(results);
    } finally {
      onStop.close();
    }
  }
}
