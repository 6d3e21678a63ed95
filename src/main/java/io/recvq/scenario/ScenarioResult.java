package io.recvq.scenario;

import io.recvq.capture.PacketRecorder;
import io.recvq.net.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of a scenario did and saw: the calls and kernel samples on one time line, the packets
 * where they could be looked at, and what that proves.
 *
 * @param scenario what was run
 * @param outcome the answer
 * @param summary the answer in a sentence
 * @param evidence what it rests on, from the program, the kernel and the wire
 * @param failure the moment of failure; empty where it did not come to that
 * @param connections what the samples are of: {@link TimeLine.Sample#of} is an index into it
 * @param timeLine calls and samples; its start is when the scenario began
 * @param wire the packets; empty where they were not looked at
 * @param wireNotLooked why not; empty where they were
 * @param samplingEnded why the kernel could be read no more, if so
 * @param measures numbers of this run, for comparing runs
 */
public record ScenarioResult(
    Scenario scenario,
    Outcome outcome,
    String summary,
    List<String> evidence,
    Optional<Failure> failure,
    List<Watched> connections,
    TimeLine timeLine,
    Optional<PacketRecorder.Recording> wire,
    Optional<String> wireNotLooked,
    Optional<String> samplingEnded,
    List<Measure> measures,
    Environment environment,
    Duration elapsed) {

  public ScenarioResult {
    evidence = List.copyOf(evidence);
    connections = List.copyOf(connections);
    measures = List.copyOf(measures);
  }

  /** The three answers; the exit status follows from it. */
  public enum Outcome {
    REPRODUCED,
    NOT_REPRODUCED,
    /** It could not be tried, or not be watched: rights, or what this machine lacks. */
    COULD_NOT_LOOK
  }

  /**
   * The moment of failure.
   *
   * @param atNanos on the time line
   * @param end whose call failed
   * @param what the call and its answer, as {@code read: ECONNRESET 104}
   */
  public record Failure(long atNanos, String end, String what) {}

  /**
   * A socket, or both ends of a connection, that was sampled.
   *
   * @param nearEnd the end's name, as {@code client}
   * @param farEnd the other end's name; empty for a listener
   * @param near the socket's local address
   * @param far its peer's; port 0 for a listener
   */
  public record Watched(String nearEnd, Optional<String> farEnd, Endpoint near, Endpoint far) {}

  /**
   * A number of a run.
   *
   * @param name as {@code client write bytes}
   * @param unit {@code bytes}, {@code ms} or empty for a count
   */
  public record Measure(String name, double value, String unit) {}

  /**
   * Where it ran.
   *
   * @param kernel release and version
   * @param network {@code host} or {@code own}: whose loopback it was
   * @param settings the kernel settings that matter to TCP, by name
   * @param software versions of recvq's parts, by name
   */
  public record Environment(
      String kernel, String network, Map<String, String> settings, Map<String, String> software) {}
}
