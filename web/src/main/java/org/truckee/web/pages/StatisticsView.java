package org.truckee.web.pages;

import java.util.List;

/**
 * What the page of the numbers of a node shows.
 *
 * @param totals since its start, a line for each
 * @param charts the last hour
 * @param numbers all that there are, as a text
 */
public record StatisticsView(List<String> totals, List<Chart> charts, String numbers) {}
