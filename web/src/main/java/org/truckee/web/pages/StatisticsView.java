package org.truckee.web.pages;

import java.util.List;

/**
 * The numbers of a node.
 *
 * @param totals what was moved since the start
 * @param all every number, as JSON
 */
public record StatisticsView(List<Fact> totals, String all) {}
