package io.recvq.explain;

import java.util.List;

/**
 * One word of the reference.
 *
 * @param name the word as it is written in programs and tables
 * @param title what it says in a few words; for an errno strerror's words
 * @param aliases other spellings under which it is found
 * @param numbers the errno's number on each system; empty for other topics
 * @param meaning one paragraph
 * @param causes the usual causes
 * @param tells how to tell them apart
 * @param runs recvq commands that show or reproduce it
 * @param in for a TCP state the transitions that lead to it
 * @param out for a TCP state the transitions that leave it
 * @param sysctls for a kernel setting its full name, at most one
 * @param see names of related entries
 */
public record Entry(
    Topic topic,
    String name,
    String title,
    List<String> aliases,
    List<SystemNumber> numbers,
    String meaning,
    List<String> causes,
    List<String> tells,
    List<Example> runs,
    List<Transition> in,
    List<Transition> out,
    List<String> sysctls,
    List<String> see) {
  public Entry {
    aliases = List.copyOf(aliases);
    numbers = List.copyOf(numbers);
    causes = List.copyOf(causes);
    tells = List.copyOf(tells);
    runs = List.copyOf(runs);
    in = List.copyOf(in);
    out = List.copyOf(out);
    sysctls = List.copyOf(sysctls);
    see = List.copyOf(see);
  }

  /**
   * The number of an errno on one system.
   *
   * @param name the name where the system has another one, else empty
   */
  public record SystemNumber(String system, int number, String name) {}

  /** A command line and what it shows. */
  public record Example(String command, String shows) {}

  /** A change of a connection's state: the other state, and what happens then. */
  public record Transition(String state, String event) {}
}
