package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import org.junit.jupiter.api.Test;

/** Entering another network namespace. */
class NetworkNamespaceTest {
  @Test
  void whoIsInterruptedMeanwhileStillGetsWhatTheThreadInsideCameTo() throws Exception {
    // JNA itself loses an interrupt while it loads.
    SocketCalls.require("enter a namespace");
    Thread.currentThread().interrupt();
    OperationException answer =
        assertThrows(
            OperationException.class,
            () -> NetworkNamespace.of("/no/such/namespace").openNetlink());
    assertEquals(Errno.ENOENT, answer.errno().orElseThrow(), answer.getMessage());
    assertTrue(Thread.interrupted(), "the interrupt is kept");
  }
}
