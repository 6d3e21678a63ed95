package io.recvq.scenario;

import io.recvq.scenario.ScenarioResult.Environment;
import io.recvq.sys.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what of the machine matters to how TCP behaves on it. */
public final class EnvironmentReader {
  /** Kernel settings below /proc/sys (Documentation/networking/ip-sysctl.rst). */
  private static final List<String> SETTINGS =
      List.of(
          "net/ipv4/tcp_rmem",
          "net/ipv4/tcp_wmem",
          "net/core/rmem_max",
          "net/core/wmem_max",
          "net/core/somaxconn",
          "net/ipv4/tcp_max_syn_backlog",
          "net/ipv4/tcp_abort_on_overflow",
          "net/ipv4/tcp_syncookies",
          "net/ipv4/tcp_congestion_control",
          "net/ipv4/tcp_syn_retries",
          "net/ipv4/tcp_retries2",
          "net/ipv4/tcp_fin_timeout",
          "net/ipv4/tcp_tw_reuse",
          "net/ipv4/tcp_keepalive_time",
          "net/ipv4/tcp_window_scaling",
          "net/ipv4/tcp_sack",
          "net/ipv4/tcp_timestamps",
          "net/ipv4/ip_local_port_range");

  private EnvironmentReader() {}

  /**
   * Reads it now; settings that this kernel has not are left out.
   *
   * @param network {@code host} or {@code own}, as {@link Environment#network}
   * @param version of recvq
   */
  public static Environment read(Machine machine, String network, String version) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String name : SETTINGS) {
      machine
          .sysctl(name)
          .ifPresent(value -> settings.put(name.replace('/', '.'), value.replace('\t', ' ')));
    }
    Map<String, String> software = new LinkedHashMap<>();
    software.put("recvq", version);
    software.put(
        "Java", System.getProperty("java.version") + " " + System.getProperty("java.vendor"));
    String kernel =
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch")
            + machine.sysctl("kernel/version").map(v -> " " + v).orElse("");
    return new Environment(kernel, network, settings, software);
  }
}
