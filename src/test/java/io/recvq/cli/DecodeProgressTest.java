package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.capture.PacketSource;
import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.render.TextOut;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.RecordReader.Ending;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecodeProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandContext context =
      new CommandContext(
          new ByteArrayInputStream(new byte[0]),
          new TextOut(new ByteArrayOutputStream(), false),
          new TextOut(err, false),
          Map.of(),
          new TerminalView(false, true, 30),
          new StopSignal());
  private long nanos;

  /** A source that knows how far it is, or does not. */
  private record Source(Optional<Double> progress) implements PacketSource {
    @Override
    public boolean next(CapturedPacket packet) {
      return false;
    }

    @Override
    public Optional<Ending> ending() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private DecodeProgress progress(Optional<Double> share) {
    return new DecodeProgress(context, "big.pcap", new Source(share), () -> nanos);
  }

  private String written() {
    return err.toString(StandardCharsets.UTF_8).replace("\r\u001b[K", "<");
  }

  @Test
  void a_file_that_is_decoded_at_once_shows_nothing() {
    try (DecodeProgress progress = progress(Optional.of(0.5))) {
      nanos += 900_000_000;
      progress.at(1000);
    }
    assertEquals("", written());
  }

  @Test
  void a_long_one_shows_how_far_it_is_now_and_then_and_cleans_up() {
    try (DecodeProgress progress = progress(Optional.of(0.123))) {
      nanos += 1_000_000_000;
      progress.at(1_234_567);
      nanos += 100_000_000;
      progress.at(1_300_000);
      nanos += 100_000_000;
      progress.at(2_000_000);
    }
    assertEquals("<big.pcap: 12 %, 1,234,567 pac<big.pcap: 12 %, 2,000,000 pac<", written());
  }

  @Test
  void where_the_size_is_not_known_it_counts() {
    try (DecodeProgress progress = progress(Optional.empty())) {
      nanos += 1_000_000_000;
      progress.at(7);
    }
    assertEquals("<big.pcap: 7 packets<", written());
  }
}
