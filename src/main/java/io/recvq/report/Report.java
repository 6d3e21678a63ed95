package io.recvq.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a page shows.
 *
 * @param title what it is about, in a word or two
 * @param subtitle the same in a sentence
 * @param start the beginning of the axis
 * @param endNanos the end of the axis
 * @param lanes the connections
 * @param marks named moments, in order
 * @param moments the rows, in order of time
 * @param environment the machine and the versions
 * @param command the command line that makes it again
 * @param program the same failure in another language, if there is one
 * @param remarks what could not be seen or was left out, a sentence each
 * @param version of recvq
 */
public record Report(
    String title,
    String subtitle,
    Outcome outcome,
    Instant start,
    long endNanos,
    List<Lane> lanes,
    List<Mark> marks,
    List<Moment> moments,
    List<Fact> environment,
    String command,
    Optional<Program> program,
    List<String> remarks,
    String version) {

  /** Whether the answer is good, bad, or neither. */
  public enum Answer {
    GOOD,
    BAD,
    NEITHER
  }

  /**
   * What it comes to.
   *
   * @param word of the badge, as {@code reproduced}
   * @param sentence who is at fault
   * @param evidence what that rests on, the strongest first
   * @param next a command to run next; empty when there is none
   * @param numbers what was measured
   */
  public record Outcome(
      Answer answer,
      String word,
      String sentence,
      List<String> evidence,
      String next,
      List<Fact> numbers) {
    public Outcome {
      evidence = List.copyOf(evidence);
      numbers = List.copyOf(numbers);
    }
  }

  /** A name and its value. */
  public record Fact(String name, String value) {}

  /**
   * A named moment.
   *
   * @param failure whether this is the moment of failure
   */
  public record Mark(long atNanos, String label, boolean failure) {}

  /**
   * A program that makes the same failure.
   *
   * @param language as {@code Python}
   */
  public record Program(String language, String text) {}

  public Report {
    lanes = List.copyOf(lanes);
    marks = marks.stream().sorted(Comparator.comparingLong(Mark::atNanos)).toList();
    moments = moments.stream().sorted(Comparator.comparingLong(Moment::atNanos)).toList();
    environment = List.copyOf(environment);
    remarks = List.copyOf(remarks);
  }

  /** This report with more remarks, less of the moments and thinner lanes. */
  Report bounded(List<Lane> thinned, List<Moment> fewer, List<String> more) {
    List<String> all = new ArrayList<>(remarks);
    all.addAll(more);
    return new Report(
        title,
        subtitle,
        outcome,
        start,
        endNanos,
        thinned,
        marks,
        fewer,
        environment,
        command,
        program,
        all,
        version);
  }
}
