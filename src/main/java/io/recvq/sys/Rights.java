package io.recvq.sys;

import java.util.ArrayList;
import java.util.List;

/**
 * What the process may do, from the lines Uid, Gid, Groups and CapEff of /proc/self/status (man 7
 * capabilities).
 *
 * @param uid the effective user
 * @param groups the effective group and all others
 * @param capabilities one bit for each effective capability
 */
public record Rights(long uid, List<Long> groups, long capabilities) {
  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_NET_RAW = 13;
  private static final int CAP_SYS_PTRACE = 19;

  /** Reads the text of a status file; what is missing in it counts as no right. */
  static Rights parse(String status) {
    long uid = -1;
    List<Long> groups = new ArrayList<>();
    long capabilities = 0;
    for (String line : status.split("\n")) {
      String[] words = line.split("\\s+");
      if (line.startsWith("Uid:") && words.length > 2) {
        uid = Long.parseLong(words[2]);
      } else if (line.startsWith("Gid:") && words.length > 2) {
        groups.add(Long.parseLong(words[2]));
      } else if (line.startsWith("Groups:")) {
        for (int i = 1; i < words.length; i++) {
          groups.add(Long.parseLong(words[i]));
        }
      } else if (line.startsWith("CapEff:") && words.length > 1) {
        capabilities = Long.parseUnsignedLong(words[1], 16);
      }
    }
    return new Rights(uid, List.copyOf(groups), capabilities);
  }

  private boolean has(int capability) {
    return (capabilities >>> capability & 1) != 0;
  }

  /** Capture and raw sockets. */
  public boolean netRaw() {
    return has(CAP_NET_RAW);
  }

  /** Closing connections of other processes. */
  public boolean netAdmin() {
    return has(CAP_NET_ADMIN);
  }

  /** Seeing the descriptors of other users' processes. */
  public boolean sysPtrace() {
    return has(CAP_SYS_PTRACE);
  }
}
