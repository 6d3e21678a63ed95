package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The TCP packets of a capture, a line each, as tshark and as recvq see them: number, stream,
 * relative sequence and acknowledgment numbers, length, window, notes.
 */
final class PacketLines {
  /** What tshark calls a note, and what recvq does. */
  private static final String[][] NOTES = {
    {"reused_ports", "reused-port"},
    {"retransmission", "retransmission"},
    {"fast_retransmission", "fast-retransmission"},
    {"out_of_order", "out-of-order"},
    {"lost_segment", "previous-segment-lost"},
    {"ack_lost_segment", "acked-unseen"},
    {"duplicate_ack", "dup-ack"},
    {"window_full", "window-full"},
    {"zero_window", "zero-window"},
    {"zero_window_probe", "zero-window-probe"},
    {"zero_window_probe_ack", "zero-window-probe-ack"},
    {"window_update", "window-update"},
    {"keep_alive", "keep-alive"},
    {"keep_alive_ack", "keep-alive-ack"},
  };

  private static final List<String> FIELDS =
      List.of("frame.number", "tcp.stream", "tcp.seq", "tcp.ack", "tcp.len", "tcp.window_size");

  private PacketLines() {}

  static List<String> recvq(Path file) throws IOException {
    Captured told = Captured.run(List.of("decode", "--packets", "--json", file.toString()));
    assertEquals("", told.err());
    ObjectMapper json = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (String line : told.out().lines().toList()) {
      JsonNode packet = json.readTree(line);
      if (packet.path("type").asText().equals("packet")) {
        TreeSet<String> notes = new TreeSet<>();
        packet.path("notes").forEach(note -> notes.add(note.asText()));
        List<String> place = new ArrayList<>();
        for (String field : List.of("number", "stream", "seq", "ack", "length", "window")) {
          place.add(packet.path(field).asText("0"));
        }
        lines.add(String.join(" ", place) + " " + notes);
      }
    }
    return lines;
  }

  static List<String> tshark(Path file) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("tshark", "-r", file.toString(), "-Y", "tcp"));
    // Of a header within another one's, as behind a fragment's, the last counts.
    words.addAll(List.of("-T", "fields", "-E", "occurrence=l"));
    FIELDS.forEach(field -> words.addAll(List.of("-e", field)));
    for (String[] note : NOTES) {
      words.addAll(List.of("-e", "tcp.analysis." + note[0]));
    }
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return out.lines().map(PacketLines::line).toList();
  }

  private static String line(String tabbed) {
    String[] fields = tabbed.split("\t", -1);
    TreeSet<String> notes = new TreeSet<>();
    for (int i = 0; i < NOTES.length; i++) {
      if (!fields[FIELDS.size() + i].isEmpty()) {
        notes.add(NOTES[i][1]);
      }
    }
    if (notes.contains("fast-retransmission")) {
      // tshark marks a fast retransmission as a retransmission too.
      notes.remove("retransmission");
    }
    return String.join(" ", List.of(fields).subList(0, FIELDS.size())) + " " + notes;
  }

  /** A line without one of its notes. */
  static String without(String note, String line) {
    return line.replace(note, "").replace("[, ", "[").replace(", ]", "]").replace(", ,", ",");
  }
}
