package io.recvq.cli;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The signal between the thread that stops and one that begins or ends its interest. */
public final class StopSignalStress {
  private StopSignalStress() {}

  /** An action registered while the signal is being set is neither lost nor run twice. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "run once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost, or run again")
  @State
  public static class Registering {
    private final StopSignal signal = new StopSignal();
    private int runs;

    @Actor
    public void stop() {
      signal.stop();
    }

    @Actor
    public void register() {
      signal.onStop(() -> runs++);
    }

    @Arbiter
    public void look(I_Result result) {
      result.r1 = runs;
    }
  }

  /** Once a registration is closed its action does not run any more. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "stopped first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "run after it was closed")
  @State
  public static class Closing {
    private final StopSignal signal = new StopSignal();
    private int runs;
    private final StopSignal.Registration registration = signal.onStop(() -> runs++);

    @Actor
    public void stop() {
      signal.stop();
    }

    @Actor
    public void close(II_Result result) {
      registration.close();
      result.r1 = runs;
    }

    @Arbiter
    public void look(II_Result result) {
      result.r2 = runs;
    }
  }
}
