package org.truckee.web.pages;

import java.util.List;

/**
 * What the page of an introducer shows.
 *
 * @param nodeId the identity of its Tub
 * @param version of its program
 * @param time now
 * @param announcements how many there are of each service, in words
 * @param announced all of them
 * @param subscriptions how many there are of each service, in words
 * @param subscribers all of them
 */
public record IntroducerView(
    String nodeId,
    String version,
    String time,
    String announcements,
    List<Offer> announced,
    String subscriptions,
    List<Listener> subscribers) {
  /**
   * Who offers something.
   *
   * @param hints where it is; may be empty
   * @param since when it was announced
   * @param age how long ago that was
   */
  public record Offer(
      String service,
      String nickname,
      String id,
      String hints,
      String version,
      String since,
      String age) {}

  /**
   * Who is told of offers.
   *
   * @param tub its identity
   * @param address where it is
   */
  public record Listener(
      String service,
      String nickname,
      String tub,
      String address,
      String version,
      String since,
      String age) {}
}
