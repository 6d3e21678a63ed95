package io.recvq.sys;

import java.io.IOException;
import java.util.logging.LogManager;

/**
 * What libraries log through java.util.logging goes nowhere: recvq says itself what went wrong, and
 * lines of others would land in the midst of its output. The launcher names this class to the JVM.
 *
 * <p>JNA asks for a logger as soon as it is loaded, and the JDK would then read its configuration
 * and search every jar for another maker of loggers, which takes a short command a tenth of its
 * time.
 */
public final class SilentLogManager extends LogManager {
  /** Called by {@link LogManager}. */
  public SilentLogManager() {}

  /** Always throws, upon which the JDK goes on without a configuration and does not search. */
  @Override
  public void readConfiguration() throws IOException {
    throw new IOException("recvq configures no loggers");
  }
}
