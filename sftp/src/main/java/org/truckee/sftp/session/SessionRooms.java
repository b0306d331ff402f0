package org.truckee.sftp.session;

import java.time.Clock;
import java.time.ZoneId;
import org.truckee.grid.Grid;
import org.truckee.memory.MemoryBudget;
import org.truckee.sftp.file.FileRooms;

/**
 * What all sessions of a node share.
 *
 * @param grid where the files are
 * @param files what their open files share
 * @param memory what answers to reads may take
 * @param clock tells the date, for listings
 * @param zone in which listings tell it
 * @param limits of each session
 */
public record SessionRooms(
    Grid grid,
    FileRooms files,
    MemoryBudget memory,
    Clock clock,
    ZoneId zone,
    SessionLimits limits) {}
