package io.recvq.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A failure that can be made to happen, as a file defines it (docs/scenarios.md): its ends, what
 * they do in which order, and what each step and the wire must show for the failure to be proved.
 *
 * @param name one word, as {@code reset-unread}
 * @param title what happens, in a line
 * @param symptoms what people meet: errno names and short words, the first one is the main one
 * @param sees what the reader will see, in a sentence
 * @param remedy what to do about it, in a sentence
 * @param settings kernel settings of its own network, by their names, as {@code
 *     net.ipv4.ip_local_port_range}
 * @param timeLimit on the whole run
 * @param byteLimit on what one step writes or reads
 * @param ends in the order of the file
 * @param steps in their order
 * @param wire what the packets must show, where they can be looked at
 * @param hasFault whether the fault is in; a control run has taken it out
 */
public record Scenario(
    String name,
    String title,
    List<String> symptoms,
    String sees,
    String remedy,
    Network network,
    Map<String, String> settings,
    Duration timeLimit,
    long byteLimit,
    List<ScenarioEnd> ends,
    List<ScenarioStep> steps,
    List<WireRule> wire,
    boolean hasFault) {

  public Scenario {
    symptoms = List.copyOf(symptoms);
    settings = Map.copyOf(settings);
    ends = List.copyOf(ends);
    steps = List.copyOf(steps);
    wire = List.copyOf(wire);
  }

  /** Where it runs. */
  public enum Network {
    /** On this machine's loopback. */
    HOST,
    /**
     * In a network namespace of its own where the rights allow, else on this machine's loopback.
     */
    OWN_IF_ALLOWED,
    /** In a network namespace of its own; needs CAP_SYS_ADMIN. */
    OWN
  }

  /** Whether it cannot run without root's rights. */
  public boolean needsRoot() {
    return network == Network.OWN;
  }
}
