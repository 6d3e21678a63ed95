package io.recvq.sys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The names of users in /etc/passwd (man 5 passwd); other sources of users are not asked. */
public final class Users {
  private static final long MAX_FILE_BYTES = 16 << 20;

  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, Long> uids = new HashMap<>();
  private final Map<String, OrdinaryUser> ordinary = new HashMap<>();

  private Users() {}

  /** Reads the file; without one every user stays a number. */
  static Users read(Path passwd) {
    Users users = new Users();
    try {
      if (Files.size(passwd) <= MAX_FILE_BYTES) {
        // Names are bytes of any encoding; Latin-1 never fails.
        Files.readAllLines(passwd, StandardCharsets.ISO_8859_1).forEach(users::add);
      }
    } catch (IOException e) {
      return users;
    }
    return users;
  }

  private void add(String line) {
    String[] fields = line.split(":", 5);
    if (fields.length >= 4 && fields[2].matches("\\d{1,10}")) {
      long uid = Long.parseLong(fields[2]);
      names.putIfAbsent(uid, fields[0]);
      uids.putIfAbsent(fields[0], uid);
      if (uid > 0 && uid <= Integer.MAX_VALUE && fields[3].matches("\\d{1,9}")) {
        int gid = Integer.parseInt(fields[3]);
        ordinary.putIfAbsent(fields[0], new OrdinaryUser(fields[0], (int) uid, gid));
      }
    }
  }

  /** The user's name, or the number where there is none. */
  public String name(long uid) {
    return names.getOrDefault(uid, Long.toString(uid));
  }

  /** The user of a name, whom root can become; empty for root. */
  public Optional<OrdinaryUser> ordinary(String name) {
    return Optional.ofNullable(ordinary.get(name));
  }

  /** The uid of a name. */
  public OptionalLong uid(String name) {
    Long uid = uids.get(name);
    return uid == null ? OptionalLong.empty() : OptionalLong.of(uid);
  }
}
