package org.truckee.http;

import java.time.Duration;

/**
 * What a client may ask of an {@link HttpServer}, beside memory.
 *
 * <p>Slowness is measured only while a client is waited for: for bytes of a body that we want, or
 * for room for bytes of an answer that we have. A client has a credit of such waiting, which bytes
 * earn back; a trickle below {@link #minimumBytesPerSecond} uses it up, a pause does not unless it
 * is longer than all of it. When connections, requests or answers under way are more than there is
 * room for, those that have been waited for longest are closed to make room, whatever credit they
 * have.
 *
 * @param rest how long a connection may rest before its first and between its requests
 * @param head how long a handshake or the head of a request may take, once begun
 * @param silence the credit of a body that comes in
 * @param pause the credit of an answer that is read
 * @param minimumBytesPerSecond so many earn a second back
 * @param headBytes the longest head of a request
 * @param headFields how many fields it may have
 * @param requestsAtOnce how many are served at the same time; more are answered 503
 * @param drain how long requests may go on when the server stops, before they are interrupted
 */
public record HttpLimits(
    Duration rest,
    Duration head,
    Duration silence,
    Duration pause,
    int minimumBytesPerSecond,
    int headBytes,
    int headFields,
    int requestsAtOnce,
    Duration drain) {
  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public HttpLimits {
    if (!rest.isPositive()
        || !head.isPositive()
        || !silence.isPositive()
        || !pause.isPositive()
        || minimumBytesPerSecond < 1
        || headBytes < 1
        || headFields < 1
        || requestsAtOnce < 1
        || drain.isNegative()) {
      throw new IllegalArgumentException("the limits of a server are positive");
    }
  }

  /**
   * Between programs: 60 s of rest, 30 s for a head of 16 KiB and 100 fields, 60 s of credit both
   * ways, 1 kB/s, and 10 s to come to an end.
   */
  public static HttpLimits forPrograms(int requestsAtOnce) {
    Duration minute = Duration.ofSeconds(60);
    return new HttpLimits(
        minute,
        Duration.ofSeconds(30),
        minute,
        minute,
        1000,
        16 << 10,
        100,
        requestsAtOnce,
        Duration.ofSeconds(10));
  }

  /**
   * For people and their tools, which pause: the same, but 200 fields, 10 minutes of credit for a
   * pipe that is silent and an hour for a reader that rests.
   */
  public static HttpLimits forPeople(int requestsAtOnce) {
    return forPrograms(requestsAtOnce)
        .withCredit(Duration.ofMinutes(10), Duration.ofHours(1))
        .withHeadFields(200);
  }

  /** These limits with another rest, which is also the time for a head. */
  public HttpLimits withRest(Duration time) {
    return new HttpLimits(
        time,
        time,
        silence,
        pause,
        minimumBytesPerSecond,
        headBytes,
        headFields,
        requestsAtOnce,
        drain);
  }

  /** These limits with other credits for bodies and for answers. */
  public HttpLimits withCredit(Duration body, Duration answer) {
    return new HttpLimits(
        rest,
        head,
        body,
        answer,
        minimumBytesPerSecond,
        headBytes,
        headFields,
        requestsAtOnce,
        drain);
  }

  /** These limits with another least speed. */
  public HttpLimits withMinimumBytesPerSecond(int bytes) {
    return new HttpLimits(
        rest, head, silence, pause, bytes, headBytes, headFields, requestsAtOnce, drain);
  }

  private HttpLimits withHeadFields(int fields) {
    return new HttpLimits(
        rest,
        head,
        silence,
        pause,
        minimumBytesPerSecond,
        headBytes,
        fields,
        requestsAtOnce,
        drain);
  }

  /** These limits with another time to come to an end. */
  public HttpLimits withDrain(Duration time) {
    return new HttpLimits(
        rest,
        head,
        silence,
        pause,
        minimumBytesPerSecond,
        headBytes,
        headFields,
        requestsAtOnce,
        time);
  }
}
