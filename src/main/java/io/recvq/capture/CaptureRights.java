package io.recvq.capture;

/** What live capture needs of the system, and how to get it. */
public final class CaptureRights {
  private CaptureRights() {}

  /**
   * The command that gives one run the right to capture and nothing else. {@code setcap} on the
   * java program is no way: a program with file capabilities may not say where its libraries are,
   * and java then does not find its own.
   */
  public static String remedy() {
    return "it needs CAP_NET_RAW: use sudo, or for this right alone sudo setpriv --reuid $(id -u)"
        + " --regid $(id -g) --init-groups --inh-caps +net_raw --ambient-caps +net_raw recvq ..."
        + " (setcap on java breaks java)";
  }
}
