package org.truckee.web.api;

import java.time.Instant;
import java.util.List;

/** What the page of an introducer tells. Asked for at every visit. */
public interface IntroducerStatus {
  /** The identity of the node: its Tub's. */
  String nodeId();

  /** The name and version of this program. */
  String version();

  /** What is announced. */
  List<Announced> announced();

  /** Who is told. */
  List<Subscriber> subscribers();

  /**
   * An announcement.
   *
   * @param service what is offered
   * @param nickname what its operator calls the node; may be empty
   * @param id the node's name
   * @param hints where it is; may be empty
   * @param version its program; may be empty
   * @param since when it was announced
   */
  record Announced(
      String service, String nickname, String id, String hints, String version, Instant since) {}

  /**
   * Somebody who is told.
   *
   * @param service of what
   * @param nickname what its operator calls the node; may be empty
   * @param tub its identity
   * @param address where it is
   * @param version its program; may be empty
   * @param since when it asked
   */
  record Subscriber(
      String service, String nickname, String tub, String address, String version, Instant since) {}
}
