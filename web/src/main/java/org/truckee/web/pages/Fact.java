package org.truckee.web.pages;

/** Something that is known of a thing: what it is called, and its value. */
public record Fact(String name, String value) {}
