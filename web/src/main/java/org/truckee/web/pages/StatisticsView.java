package org.truckee.web.pages;

import java.util.List;

/**
 * What the page of the numbers of a node shows.
 *
 * @param totals what was moved since the start
 * @param charts the last hour
 * @param all every number, as JSON
 */
public record StatisticsView(List<Fact> totals, List<Chart> charts, String all) {}
