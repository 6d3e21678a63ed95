package io.recvq.shell;

import io.recvq.cli.ExitStatus;
import io.recvq.cli.StopSignal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** A job that ends while somebody waits for it and somebody else interrupts the waiting. */
public final class JobStress {
  private JobStress() {}

  /** Columns: the waiting saw the end; the thread was left interrupted; the status then. */
  @JCStressTest
  @Outcome(id = "true, false, BAD_ANSWER", expect = Expect.ACCEPTABLE, desc = "it has ended")
  @Outcome(id = "false, false, OK", expect = Expect.ACCEPTABLE, desc = "interrupted; it runs")
  @Outcome(
      id = "false, false, BAD_ANSWER",
      expect = Expect.ACCEPTABLE,
      desc = "interrupted; it ended before the status was asked for")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an end without its status, or an interrupt left")
  @State
  public static class Waiting {
    private final Job job = new Job(1, "x");
    private final StopSignal interrupt = new StopSignal();

    @Actor
    public void end() {
      job.ended(ExitStatus.BAD_ANSWER);
    }

    @Actor
    public void interrupt() {
      interrupt.stop();
    }

    @Actor
    public void await(ZZL_Result result) {
      try {
        result.r1 = job.awaitEnd(interrupt);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      result.r2 = Thread.interrupted();
      result.r3 = job.status();
    }
  }
}
