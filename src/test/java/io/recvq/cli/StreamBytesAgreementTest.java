package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.testing.CaptureScript;
import io.recvq.testing.Conversation;
import io.recvq.testing.Needs;
import io.recvq.wire.LinkType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bytes of each direction of each stream, as {@code --follow --write-dir} writes them, beside
 * what was sent, what tshark follows, and what tcpflow writes. The network reorders, repeats and
 * cuts anew; nothing is missing, for on what is missing the three disagree by design.
 */
@Tag("once")
class StreamBytesAgreementTest {
  private static final int STREAMS = 12;

  @TempDir Path folder = Path.of("");

  private final Random random = new Random(5);
  private final CaptureScript script = new CaptureScript(LinkType.ETHERNET);
  private final int[] sentByClient = new int[STREAMS];
  private final int[] sentByServer = new int[STREAMS];
  private Path file = Path.of("");

  @BeforeEach
  void capture() throws IOException {
    List<Conversation> open = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      // Half of them wrap their sequence numbers.
      int isn = i % 2 == 0 ? -2000 : random.nextInt();
      open.add(script.between(client(i), server(i), isn, isn - 500).open());
    }
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < STREAMS; i++) {
        burst(open.get(i), i);
      }
    }
    for (int i = 0; i < STREAMS; i++) {
      open.get(i).close(1 + sentByClient[i], 1 + sentByServer[i]);
    }
    file = script.save(folder.resolve("capture.pcap"));
  }

  private static boolean isSix(int stream) {
    return stream % 4 == 3;
  }

  private static String client(int stream) {
    return (isSix(stream) ? "[fd00::1]:" : "10.0.0.1:") + (40_000 + stream);
  }

  private static String server(int stream) {
    return isSix(stream) ? "[fd00::2]:9" : "10.0.0.2:9";
  }

  /**
   * A few segments from one end, in any order, some twice, some cut differently the second time.
   */
  private void burst(Conversation open, int stream) {
    boolean fromClient = random.nextBoolean();
    int[] sent = fromClient ? sentByClient : sentByServer;
    int from = 1 + sent[stream];
    int segments = 1 + random.nextInt(4);
    int size = 1 + random.nextInt(400);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      order.add(i);
      if (random.nextInt(4) == 0) {
        order.add(i);
      }
    }
    Collections.shuffle(order, random);
    for (int place : order) {
      int early = place == 0 ? 0 : random.nextInt(1 + Math.min(size, 50));
      send(open, fromClient, stream, from + place * size - early, size + early);
      open.millis(random.nextInt(3));
    }
    sent[stream] += segments * size;
    send(open, !fromClient, stream, 1 + (fromClient ? sentByServer : sentByClient)[stream], 0);
  }

  private void send(Conversation open, boolean fromClient, int stream, int seq, int length) {
    int acked = 1 + (fromClient ? sentByServer : sentByClient)[stream];
    open.send(open.packet(fromClient, 0x10, seq, acked).payload(Conversation.bytes(seq, length)));
  }

  private byte[] own(int stream, String side) throws IOException {
    // A folder for each: what is there already is never written over.
    Path out = folder.resolve(stream + "-" + side);
    Captured told =
        Captured.run(
            List.of(
                "decode",
                "--follow",
                Integer.toString(stream),
                "--write-dir",
                out.toString(),
                file.toString()));
    assertEquals(ExitStatus.OK, told.status());
    return Files.readAllBytes(out.resolve("stream-" + stream + "-" + side + ".bin"));
  }

  @Test
  void what_was_sent_is_what_is_written() throws IOException {
    for (int i = 0; i < STREAMS; i++) {
      assertArrayEquals(Conversation.bytes(1, sentByClient[i]), own(i, "client"));
      assertArrayEquals(Conversation.bytes(1, sentByServer[i]), own(i, "server"));
    }
  }

  private static String run(Path in, List<String> words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .directory(in.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals(0, process.waitFor(), String.join(" ", words));
    return out;
  }

  @Test
  void tshark_follows_the_same_bytes() throws IOException, InterruptedException {
    Needs.program("tshark");
    List<String> words =
        new ArrayList<>(List.of("tshark", "-q", "-o", "tcp.reassemble_out_of_order:TRUE"));
    words.addAll(List.of("-r", file.toString()));
    for (int i = 0; i < STREAMS; i++) {
      words.addAll(List.of("-z", "follow,tcp,raw," + i));
    }
    String[] followed = run(folder, words).split("Follow: tcp,raw", -1);
    assertEquals(STREAMS, followed.length - 1);
    for (String one : Arrays.asList(followed).subList(1, followed.length)) {
      // "Filter: tcp.stream eq N", the two ends, then a line of hex a segment, the server's
      // behind a tab.
      List<String> lines = one.lines().toList();
      int stream =
          Integer.parseInt(
              lines.stream()
                  .filter(l -> l.startsWith("Filter"))
                  .findFirst()
                  .orElseThrow()
                  .replaceAll("\\D", ""));
      ByteArrayOutputStream client = new ByteArrayOutputStream();
      ByteArrayOutputStream server = new ByteArrayOutputStream();
      for (String line : lines) {
        if (line.matches("\t?[0-9a-f]+")) {
          (line.startsWith("\t") ? server : client)
              .writeBytes(HexFormat.of().parseHex(line.strip()));
        }
      }
      assertArrayEquals(client.toByteArray(), own(stream, "client"), "stream " + stream);
      assertArrayEquals(server.toByteArray(), own(stream, "server"), "stream " + stream);
    }
  }

  @Test
  void tcpflow_writes_the_same_bytes() throws IOException, InterruptedException {
    Needs.program("tcpflow");
    Path out = Files.createDirectory(folder.resolve("flows"));
    run(out, List.of("tcpflow", "-q", "-r", file.toString(), "-o", out.toString()));
    for (int i = 0; i < STREAMS; i++) {
      String port = String.format(Locale.ROOT, ".%05d", 40_000 + i);
      String client = (isSix(i) ? "fd00::1" : "010.000.000.001") + port;
      String server = (isSix(i) ? "fd00::2" : "010.000.000.002") + ".00009";
      assertArrayEquals(Files.readAllBytes(out.resolve(client + "-" + server)), own(i, "client"));
      assertArrayEquals(Files.readAllBytes(out.resolve(server + "-" + client)), own(i, "server"));
    }
  }
}
