/**
 * The numbers that a node tells of itself ({@code spec/07 §12}). Every part that has some offers a
 * {@link org.truckee.node.statistics.StatisticsProvider}.
 */
package org.truckee.node.statistics;
