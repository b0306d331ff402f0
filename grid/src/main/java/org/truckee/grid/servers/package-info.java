/**
 * The servers of a grid: their order for a file ({@code spec/01 §7.1}), how fast they answer, what
 * they have room for, and telling them of damaged shares.
 *
 * <p>Whoever asks servers anything does it with one family: {@link
 * org.truckee.grid.servers.Questions} are open at the same time, each with a {@link
 * org.truckee.grid.servers.Patience}; an {@link org.truckee.grid.servers.Inquiry} puts one question
 * to server after server until the answers suffice; {@link org.truckee.grid.servers.OpenQuestions}
 * keeps account for those who have threads of their own. {@link org.truckee.grid.servers.Trouble}
 * sorts what goes wrong, and {@link org.truckee.grid.servers.ServerLatencies} lets all operations
 * of a grid know who is late.
 */
package org.truckee.grid.servers;
