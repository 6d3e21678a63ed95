package io.recvq.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Two hosts of its own for a test: network namespaces joined by a cable, {@code near} with 10.9.0.1
 * and fd09::1, {@code far} with 10.9.0.2 and fd09::2. Needs root, ip and nft.
 */
public final class TwoHosts implements AutoCloseable {
  public static final String FAR_V4 = "10.9.0.2";
  public static final String FAR_V6 = "fd09::2";

  private final String near = "recvq-n" + ProcessHandle.current().pid();
  private final String far = "recvq-f" + ProcessHandle.current().pid();
  private final List<Process> running = new ArrayList<>();

  public TwoHosts() throws IOException, InterruptedException {
    Needs.root();
    Needs.program("ip");
    Needs.program("nft");
    for (String name : List.of(near, far)) {
      must("ip", "netns", "add", name);
      must("ip", "-n", name, "link", "set", "lo", "up");
    }
    must("ip", "link", "add", "near0", "netns", near, "type", "veth", "peer", "far0", "netns", far);
    address(near, "near0", 1);
    address(far, "far0", 2);
  }

  private void address(String name, String link, int number)
      throws IOException, InterruptedException {
    must("ip", "-n", name, "addr", "add", "10.9.0." + number + "/24", "dev", link);
    must("ip", "-n", name, "addr", "add", "fd09::" + number + "/64", "dev", link, "nodad");
    must("ip", "-n", name, "link", "set", link, "up");
  }

  private static void must(String... command) throws IOException, InterruptedException {
    Program.Result result = Program.run(Map.of(), "", List.of(command));
    if (result.status() != 0) {
      throw new IOException(List.of(command) + ": " + result);
    }
  }

  /** Sets nftables rules of the far host. */
  public void farRules(String rules) throws IOException, InterruptedException {
    Program.Result result = Program.run(Map.of(), rules, inside(far, "nft", "-f", "-"));
    if (result.status() != 0) {
      throw new IOException(rules + ": " + result);
    }
  }

  /** Sets a kernel setting of the far host, by sysctl's name. */
  public void farSetting(String name, int value) throws IOException, InterruptedException {
    must(inside(far, "sysctl", "-qw", name + "=" + value).toArray(String[]::new));
  }

  /** Starts a Python program on the far host and waits until it prints a line. */
  public void farPython(String program) throws IOException {
    Process process =
        new ProcessBuilder(inside(far, "python3", "-u", "-c", program))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    running.add(process);
    if (process.getInputStream().read() < 0) {
      throw new IOException("the program on the far host ended");
    }
  }

  /** Runs a command on the near host until it ends. */
  public Program.Result onNear(String... command) throws IOException, InterruptedException {
    return Program.run(Map.of(), "", inside(near, command));
  }

  /** Runs recvq on the near host. */
  public Program.Result recvq(String... words) throws IOException, InterruptedException {
    return onNear(Program.command(words).toArray(String[]::new));
  }

  /**
   * Runs recvq on the near host as a user without rights.
   *
   * @param launcher of a copy that this user may read
   */
  public Program.Result recvqAsNobody(Path launcher, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--reuid", "nobody", "--clear-groups", launcher.toString()));
    command.addAll(Arrays.asList(words));
    return onNear(command.toArray(String[]::new));
  }

  private static List<String> inside(String name, String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(Arrays.asList(command));
    return all;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Process process : running) {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
    must("ip", "netns", "del", near);
    must("ip", "netns", "del", far);
  }
}
