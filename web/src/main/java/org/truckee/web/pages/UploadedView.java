package org.truckee.web.pages;

import java.util.List;

/**
 * What came of an upload by a form.
 *
 * @param cap the only name of the file
 * @param facts size and times
 * @param tables where the shares are
 */
public record UploadedView(String cap, String address, List<Fact> facts, List<Table> tables) {}
