package io.recvq.report;

import io.recvq.report.Curve.Hue;
import io.recvq.report.Moment.Tone;
import io.recvq.report.Report.Answer;
import io.recvq.report.Report.Fact;
import io.recvq.report.Report.Mark;
import io.recvq.report.Report.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports for tests. */
final class Reports {
  static final long MILLIS = 1_000_000;

  private Reports() {}

  static Curve curve(String chart, String name, Hue hue) {
    return new Curve(chart, name, Unit.BYTES, hue);
  }

  /**
   * A second of a connection that fails after 400 ms: Send-Q is 1,000 before and 4,000,000 after.
   */
  static Report failure() {
    return of(List.of(lane(200)), List.of(), "receiver is not reading: 127.0.0.1:7002");
  }

  static Lane lane(int readings) {
    Lane.Builder lane =
        new Lane.Builder(
            "sender → receiver",
            "sender 127.0.0.1:5000",
            "receiver 127.0.0.1:7002",
            List.of(
                curve("Sender's queue", "Send-Q", Hue.SENDER),
                curve("Receiver's queue", "Recv-Q", Hue.RECEIVER)));
    for (int i = 0; i < readings; i++) {
      long at = 1000 * MILLIS * i / readings;
      lane.add(at, at < 400 * MILLIS ? 1_000 : 4_000_000, at < 400 * MILLIS ? 0 : 128_512);
    }
    return lane.build();
  }

  static Moment.Packet packet(int number, long atNanos, String flags, String... notes) {
    return new Moment.Packet(
        atNanos,
        0,
        number,
        number % 2 == 1,
        "127.0.0.1:5000",
        "127.0.0.1:7002",
        flags,
        100,
        "Seq=1 Ack=1 Win=65536 Len=100",
        List.of(notes),
        notes.length > 0 ? Tone.BAD : Tone.PLAIN);
  }

  static Report of(List<Lane> lanes, List<Moment> more, String sentence) {
    List<Moment> rows = new ArrayList<>(more);
    rows.add(
        new Moment.Call(
            400 * MILLIS,
            5 * MILLIS,
            "sender",
            "write",
            "EAGAIN 11 after 4,000,000 bytes",
            Tone.BAD));
    rows.add(new Moment.Call(900 * MILLIS, 0, "receiver", "read", "4,000,000 bytes", Tone.PLAIN));
    rows.add(packet(1, 0, "SYN"));
    rows.add(packet(2, 500 * MILLIS, "ACK", "zero-window"));
    return new Report(
        "backpressure",
        "a receiver stops reading",
        new Outcome(
            Answer.GOOD,
            "reproduced",
            sentence,
            List.of("Recv-Q 128,512 bytes wait to be read"),
            "",
            List.of(new Fact("accepted", "4,000,000 B"))),
        Instant.parse("2026-01-31T12:00:00Z"),
        1000 * MILLIS,
        lanes,
        List.of(new Mark(400 * MILLIS, "sender write: EAGAIN 11", true)),
        rows,
        List.of(new Fact("kernel", "Linux")),
        "recvq reproduce backpressure",
        Optional.empty(),
        List.of(),
        "1.2.3");
  }
}
