package org.truckee.web.pages;

/**
 * Asks for another name.
 *
 * @param place of the directory
 * @param name as it is now
 */
public record RenameView(String place, String name) {}
