package io.recvq.shell;

import io.recvq.cli.ExitStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The background jobs of a session, by number. */
final class Jobs {
  private static final int MOST_ENDED = 20;
  private static final long END_SECONDS = 10;

  private final Map<Integer, Job> jobs = new TreeMap<>();
  private int last;

  /**
   * Starts a job.
   *
   * @param command runs on the job's thread and gives its outcome
   */
  synchronized Job start(String source, Function<Job, ExitStatus> command) {
    Job job = new Job(++last, source);
    jobs.put(job.number(), job);
    forgetOldest();
    new Thread(() -> run(job, command), "job-" + job.number()).start();
    return job;
  }

  /** However the command ends, the job has ended then: others wait for it. */
  private static void run(Job job, Function<Job, ExitStatus> command) {
    ExitStatus status = ExitStatus.DEFECT;
    try {
      status = command.apply(job);
    } finally {
      job.ended(status);
    }
  }

  private void forgetOldest() {
    List<Job> ended = jobs.values().stream().filter(job -> !job.isRunning()).toList();
    for (int i = 0; i < ended.size() - MOST_ENDED; i++) {
      jobs.remove(ended.get(i).number());
    }
  }

  synchronized Collection<Job> all() {
    return new ArrayList<>(jobs.values());
  }

  Collection<Job> running() {
    return all().stream().filter(Job::isRunning).toList();
  }

  /** The job that {@code 2} or {@code %2} names. */
  synchronized Optional<Job> find(String text) {
    String digits = text.startsWith("%") ? text.substring(1) : text;
    return digits.matches("\\d{1,9}")
        ? Optional.ofNullable(jobs.get(Integer.valueOf(digits)))
        : Optional.empty();
  }

  /** The job started last that still runs. */
  Optional<Job> newest() {
    return running().stream().reduce((a, b) -> b);
  }

  /** Stops all jobs and waits for their ends; gives those that did not end in time. */
  List<Job> stopAll() throws InterruptedException {
    Collection<Job> running = running();
    running.forEach(job -> job.stop().stop());
    List<Job> stuck = new ArrayList<>();
    for (Job job : running) {
      if (!job.awaitEnd(END_SECONDS)) {
        stuck.add(job);
      }
    }
    return stuck;
  }
}
