package org.truckee.web.pages;

/**
 * An upload or download of lately.
 *
 * @param kind what was done
 * @param place where more is told of it, from the root of the site
 * @param size bytes in words
 * @param when it began
 * @param status how it went, in words
 * @param percent how far it is, 0 to 100
 * @param active whether it goes on
 */
public record Transfer(
    String kind,
    String place,
    String size,
    String when,
    String status,
    int percent,
    boolean active) {}
