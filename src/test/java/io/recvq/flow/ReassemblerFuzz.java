package io.recvq.flow;

import io.recvq.testing.DataRandom;

/** Captures of a bad network, whose every choice the fuzzer makes, beside the oracle. */
public final class ReassemblerFuzz {
  private ReassemblerFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    DataRandom choices = new DataRandom(data);
    if (choices.nextBoolean()) {
      ReassemblerOracleTest.compare(choices, choices.nextBoolean(), "the input");
    } else {
      ReassemblyPropertyTest.check(choices, "the input");
    }
  }
}
