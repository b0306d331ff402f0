package org.truckee.grid.deep;

import java.io.IOException;
import java.util.List;
import org.truckee.grid.FilesystemNode;

/**
 * Something that a walk could not read, or not check or repair.
 *
 * @param path the names that lead there from the root
 * @param node what it is
 * @param problem why
 */
public record WalkFailure(List<String> path, FilesystemNode node, IOException problem) {}
