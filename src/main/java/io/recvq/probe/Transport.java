package io.recvq.probe;

import java.util.Locale;

/** The protocol that a port belongs to. */
public enum Transport {
  TCP,
  UDP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
