package io.recvq.cli;

import picocli.CommandLine.Option;

/** How much of what happens on a server or a proxy is shown, and in which form. */
final class EventsMixin {
  @Option(
      names = {"-v", "--data"},
      order = 50,
      description = "Show the bytes that pass, too.")
  boolean data;

  @Option(
      names = {"-q", "--quiet"},
      order = 51,
      description = "Say where it listens and no more.")
  boolean quiet;

  @Option(names = "--json", order = 52, description = "Events as NDJSON.")
  boolean json;
}
