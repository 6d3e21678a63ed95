package io.recvq.testing;

import java.util.Random;

/**
 * Random choices read from given bytes, zeros once they are used up: lets a fuzzer steer a test
 * that plays a random situation.
 */
public final class DataRandom extends Random {
  private static final long serialVersionUID = 1;

  private final byte[] data;
  private int at;

  public DataRandom(byte[] data) {
    this.data = data.clone();
  }

  @Override
  protected int next(int bits) {
    int value = 0;
    for (int have = 0; have < bits; have += 8) {
      value = value << 8 | oneByte();
    }
    return bits == 32 ? value : value & (1 << bits) - 1;
  }

  private int oneByte() {
    // The constructor of Random draws before there are data.
    return data == null || at >= data.length ? 0 : data[at++] & 0xff;
  }

  @Override
  public int nextInt(int bound) {
    return (bound <= 256 ? next(8) : next(24)) % bound;
  }

  @Override
  public boolean nextBoolean() {
    return (oneByte() & 1) != 0;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) oneByte();
    }
  }
}
