package io.recvq.cli;

import java.util.Map;
import java.util.Optional;

/** What recvq has for the tools that people know: who types their names is told. */
public final class OtherTools {
  private static final Map<String, String> HERE =
      Map.ofEntries(
          Map.entry("netstat", "sockets"),
          Map.entry("ss", "sockets"),
          Map.entry("lsof", "sockets --owners"),
          Map.entry("nc", "call raw"),
          Map.entry("ncat", "call raw"),
          Map.entry("netcat", "call raw"),
          Map.entry("telnet", "call raw"),
          Map.entry("curl", "call http"),
          Map.entry("wget", "call http"),
          Map.entry("socat", "proxy"),
          Map.entry("toxiproxy", "proxy"),
          Map.entry("nmap", "probe"),
          Map.entry("scan", "probe"),
          Map.entry("openssl", "probe --tls"),
          Map.entry("tcping", "ping --tcp"),
          Map.entry("tcpdump", "capture"),
          Map.entry("dumpcap", "capture"),
          Map.entry("tshark", "decode"),
          Map.entry("wireshark", "decode"),
          Map.entry("tcpflow", "decode --follow"),
          Map.entry("dig", "resolve"),
          Map.entry("host", "resolve"),
          Map.entry("nslookup", "resolve"),
          Map.entry("getent", "resolve"),
          Map.entry("iperf", "load"),
          Map.entry("iperf3", "load"),
          Map.entry("wrk", "load"),
          Map.entry("xxd", "bytes"),
          Map.entry("errno", "explain"),
          Map.entry("perror", "explain"),
          Map.entry("man", "help"));

  private OtherTools() {}

  /** The words of recvq that do what a tool of this name does; empty for what is no such tool. */
  public static Optional<String> here(String name) {
    return Optional.ofNullable(HERE.get(name));
  }
}
