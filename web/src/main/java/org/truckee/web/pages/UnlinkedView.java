package org.truckee.web.pages;

/**
 * An entry that is in its directory no more.
 *
 * @param name how it was called
 * @param place the address of the directory
 * @param cap by which it is put back; empty if it cannot be
 */
public record UnlinkedView(String name, String place, String cap) {}
