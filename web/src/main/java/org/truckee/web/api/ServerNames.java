package org.truckee.web.api;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.truckee.grid.ServerId;

/** What people call storage servers, at the moment when it was made. */
final class ServerNames {
  private final Map<String, String> nicknames = new HashMap<>();
  private final Set<String> shared = new HashSet<>();

  /** The names of these. */
  ServerNames(Collection<ServerStatus> servers) {
    Set<String> seen = new HashSet<>();
    for (ServerStatus server : servers) {
      if (!server.nickname().isEmpty()) {
        nicknames.put(server.id(), server.nickname());
        if (!seen.add(server.nickname())) {
          shared.add(server.nickname());
        }
      }
    }
  }

  /** The nickname of a server, if it has one of its own; the beginning of its long name if not. */
  String of(ServerId server) {
    String nickname = nicknames.getOrDefault(server.longName(), "");
    return nickname.isEmpty() || shared.contains(nickname) ? full(server) : nickname;
  }

  /** The nickname and the beginning of the long name. */
  String full(ServerId server) {
    String nickname = nicknames.getOrDefault(server.longName(), "");
    return nickname.isEmpty()
        ? server.shortName()
        : "%s (%s)".formatted(nickname, server.shortName());
  }
}
