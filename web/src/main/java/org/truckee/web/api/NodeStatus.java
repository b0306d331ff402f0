package org.truckee.web.api;

import java.util.List;

/** What the welcome page tells of the node and its grid. Asked for at every visit. */
public interface NodeStatus {
  /** What the operator calls this node; may be empty. */
  String nickname();

  /** The name and version of this program. */
  String version();

  /** One line for each introducer. */
  List<String> introducers();

  /** All known storage servers. */
  List<ServerStatus> servers();
}
