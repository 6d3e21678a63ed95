package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.FrameEncoder;
import io.recvq.render.TextOut;
import io.recvq.testing.Needs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command on real loopback traffic, and what it says when it cannot look. */
@Timeout(90)
class CaptureCommandTest {
  private static final byte[] REQUEST =
      AppAnswers.request(FrameEncoder.NATIVE, "search", "morpheus");

  /** A running command whose output is read line by line. */
  private static final class Running {
    final StopSignal stop = new StopSignal();
    final Scanner out;
    final Scanner err;
    final CompletableFuture<ExitStatus> status;

    Running(List<String> words) throws IOException {
      PipedOutputStream outPipe = new PipedOutputStream();
      PipedOutputStream errPipe = new PipedOutputStream();
      out = new Scanner(new PipedInputStream(outPipe, 1 << 20), StandardCharsets.UTF_8);
      err = new Scanner(new PipedInputStream(errPipe, 1 << 20), StandardCharsets.UTF_8);
      CommandContext context =
          new CommandContext(
              new ByteArrayInputStream(new byte[0]),
              new TextOut(outPipe, false),
              new TextOut(errPipe, true),
              Map.of(),
              TerminalView.NONE,
              stop);
      status =
          CompletableFuture.supplyAsync(
              () -> {
                ExitStatus ended = CommandRunner.run(words, context);
                try {
                  outPipe.close();
                  errPipe.close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                return ended;
              });
    }
  }

  private static void exchange(ServerSocket server) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      client.getOutputStream().write(REQUEST);
      assertArrayEquals(REQUEST, accepted.getInputStream().readNBytes(REQUEST.length));
    }
  }

  @Test
  void aFrameIsShownWhileTheCaptureGoesOnAndKeptWithAComment(@TempDir Path dir) throws Exception {
    Needs.root();
    Needs.libpcap();
    Path file = dir.resolve("live.pcapng");
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String filter = "tcp port " + server.getLocalPort();
      Running running =
          new Running(
              List.of("capture", "lo", "--json", "--filter", filter, "-w", file.toString()));
      assertEquals(
          "recvq: capturing on lo, only '" + filter + "'; Ctrl-C ends it", running.err.nextLine());
      exchange(server);
      String frame = running.out.nextLine();
      assertTrue(frame.startsWith("{\"type\":\"frame\""), frame);
      assertTrue(frame.contains("\"content\":{\"action\": \"search\", \"value\": \"morpheus\"}"));
      assertFalse(running.status.isDone());
      running.stop.stop();
      assertEquals(ExitStatus.INTERRUPTED, running.status.get(60, TimeUnit.SECONDS));
      String summary = running.out.nextLine();
      assertTrue(summary.contains("\"frames\":1,\"malformed\":0"), summary);
    }
    byte[] comment =
        "recvq: completes the request frame of 146 bytes".getBytes(StandardCharsets.UTF_8);
    String kept = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(kept.contains(new String(comment, StandardCharsets.ISO_8859_1)));
    Captured decoded = Captured.run(List.of("decode", file.toString(), "--json"));
    assertTrue(decoded.out().contains("\"value\": \"morpheus\""), decoded.out());
  }

  @Test
  void aCountOrADurationEndsIt() throws Exception {
    Needs.root();
    Needs.libpcap();
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String filter = "tcp port " + server.getLocalPort();
      Running counted = new Running(List.of("capture", "lo", "-c", "2", "--packets", filter));
      counted.err.nextLine();
      exchange(server);
      assertEquals(ExitStatus.OK, counted.status.get(60, TimeUnit.SECONDS));
      assertTrue(counted.out.nextLine().contains("[SYN] Seq=0"));
      assertTrue(counted.out.nextLine().contains("[SYN, ACK] Seq=0 Ack=1"));
      assertFalse(counted.out.hasNextLine());
      Captured timed =
          Captured.run(List.of("capture", "lo", "--duration", "1ms", "--filter", filter));
      assertEquals(ExitStatus.OK, timed.status());
      assertTrue(timed.err().endsWith("0 malformed; 0 dropped by the kernel\n"), timed.err());
    }
  }

  @Test
  void wrongUsageIsToldWithoutCapturing() {
    for (List<String> words :
        List.of(
            List.of("capture", "lo", "--count", "0"),
            List.of("capture", "lo", "--keep", "3"),
            List.of("capture", "lo", "--rotate", "1M"),
            List.of("capture", "lo", "--snap", "0"),
            List.of("capture", "lo", "--filter", "tcp", "udp"),
            List.of("capture", "lo", "--where", "nonsense = 1"))) {
      Captured captured = Captured.run(words);
      assertEquals(ExitStatus.USAGE, captured.status(), words.toString());
      assertEquals("", captured.out());
    }
  }

  @Test
  void anUnknownInterfaceIsNotAnEmptyAnswer() {
    Needs.libpcap();
    Captured captured = Captured.run(List.of("capture", "nowhere9"));
    assertEquals(ExitStatus.COULD_NOT_LOOK, captured.status());
    assertTrue(captured.err().startsWith("recvq: cannot capture on nowhere9: "), captured.err());
    assertEquals("", captured.out());
  }
}
