package io.recvq.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.capture.PacketRecorder.Recording;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.testing.Needs;
import io.recvq.wire.CapturedPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live capture on the loopback interface, of datagrams that the test itself sends. */
@Timeout(60)
class LiveCaptureTest {
  private static final int UDP_HEADERS_BYTES = 14 + 20 + 8;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @BeforeEach
  void needs() {
    Needs.root();
    Needs.libpcap();
  }

  /**
   * The socket sends to itself, and each datagram has arrived when this returns: then it has passed
   * the packet sockets, too. A busy kernel lets send(2) return before that.
   */
  private static void send(DatagramSocket socket, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      byte[] bytes = ("datagram " + i).getBytes(US_ASCII);
      DatagramPacket datagram =
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), socket.getLocalPort());
      socket.send(datagram);
      socket.receive(datagram);
    }
  }

  private static LiveOptions portOf(DatagramSocket socket) {
    return LiveOptions.of("lo", "udp port " + socket.getLocalPort());
  }

  @Test
  void everyPacketSentBeforeTheStopIsDeliveredOnce(@TempDir Path dir) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        PacketRecorder recorder = PacketRecorder.start(portOf(socket), 1 << 20)) {
      Instant before = Instant.now();
      send(socket, 50);
      Recording recording = recorder.stop();
      Instant after = Instant.now();
      assertEquals(50, recording.packets().size());
      assertEquals(new CaptureStatistics(50, 0, 0), recording.statistics());
      CapturedPacket view = new CapturedPacket();
      PacketSource source = recording.source();
      for (int i = 0; i < 50; i++) {
        assertTrue(source.next(view));
        assertEquals(i + 1, view.number());
        Instant time = Instant.ofEpochSecond(0, view.timeNanos());
        assertFalse(time.isBefore(before.minusMillis(1)) || time.isAfter(after), time.toString());
        byte[] content = new byte[view.capturedBytes() - UDP_HEADERS_BYTES];
        view.buffer().get(view.offset() + UDP_HEADERS_BYTES, content);
        assertEquals("datagram " + i, new String(content, US_ASCII));
      }
      assertFalse(source.next(view));
      assertReadBack(recording, dir.resolve("recorded.pcapng"));
    }
  }

  private static void assertReadBack(Recording recording, Path file) throws IOException {
    recording.writeTo(file);
    try (CaptureFile read = CaptureFile.open(file)) {
      CapturedPacket expected = new CapturedPacket();
      CapturedPacket actual = new CapturedPacket();
      PacketSource source = recording.source();
      while (source.next(expected)) {
        assertTrue(read.next(actual));
        assertEquals(expected.timeNanos(), actual.timeNanos());
        assertEquals(expected.wireBytes(), actual.wireBytes());
        assertEquals(bytes(expected), bytes(actual));
      }
      assertFalse(read.next(actual));
      assertEquals(Optional.empty(), read.ending());
    }
  }

  private static java.nio.ByteBuffer bytes(CapturedPacket packet) {
    return packet.buffer().slice(packet.offset(), packet.capturedBytes());
  }

  @Test
  void aPacketIsHandedOnWhileTheCaptureGoesOn() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        LiveCapture capture = LiveCapture.open(portOf(socket))) {
      CapturedPacket view = new CapturedPacket();
      for (int i = 0; i < 3; i++) {
        send(socket, 1);
        assertTrue(capture.next(view));
      }
      capture.stop();
      assertFalse(capture.next(view));
    }
  }

  @Test
  void anIdleCaptureStopsAtOnceAndLeavesNoThread() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      LiveCapture capture = LiveCapture.open(portOf(socket));
      assertTimeoutPreemptively(PATIENCE, capture::close);
      capture.close();
      assertFalse(
          Thread.getAllStackTraces().keySet().stream()
              .anyMatch(thread -> thread.getName().equals("capture lo")));
    }
  }

  @Test
  void theFirstPacketsFindRoomOnABusyInterface() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket others = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      DatagramPacket noise =
          new DatagramPacket(
              new byte[10], 10, InetAddress.getLoopbackAddress(), others.getLocalPort());
      Thread busy =
          new Thread(
              () -> {
                while (!enough.get()) {
                  try {
                    others.send(noise);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              },
              "busy loopback");
      busy.start();
      try {
        for (int i = 0; i < 10; i++) {
          try (LiveCapture capture = LiveCapture.open(portOf(socket))) {
            send(socket, 1);
            CapturedPacket view = new CapturedPacket();
            assertTrue(assertTimeoutPreemptively(PATIENCE, () -> capture.next(view)));
          }
        }
      } finally {
        enough.set(true);
        busy.join();
      }
    }
  }

  @Test
  void theBoundOfARecordingIsCounted() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        PacketRecorder recorder = PacketRecorder.start(portOf(socket), 200)) {
      send(socket, 10);
      Recording recording = recorder.stop();
      assertEquals(10, recording.packets().size() + recording.notKept());
      assertEquals(3, recording.packets().size());
    }
  }

  @Test
  void anUnknownDeviceABadFilterAndAMissingLoopbackSaySo() throws IOException {
    OperationException device =
        assertThrows(
            OperationException.class, () -> LiveCapture.open(LiveOptions.of("nowhere9", "")));
    assertEquals(Optional.of(Errno.ENODEV), device.errno());
    FilterException filter =
        assertThrows(
            FilterException.class, () -> LiveCapture.open(LiveOptions.of("lo", "port port")));
    assertEquals(
        "the filter 'port port' is wrong: syntax error; the language is that of pcap-filter(7)",
        filter.getMessage());
    List<String> loopbacks = new ArrayList<>();
    for (CaptureDevice found : Libpcap.devices()) {
      if (found.loopback()) {
        loopbacks.add(found.name());
      }
    }
    assertEquals(List.of("lo"), loopbacks);
  }

  @Test
  void aDefectIsNotTakenForTheEndOfTheCapture() {
    IllegalStateException defect = new IllegalStateException("of libpcap's wrapper");
    IOException told =
        assertThrows(
            IOException.class,
            () ->
                LiveCapture.run(
                    () -> {
                      throw defect;
                    },
                    "capture on lo"));
    assertEquals(defect, told.getCause());
    assertEquals("defect while capturing: " + defect, told.getMessage());
  }
}
