package org.truckee.grid;

import java.util.Optional;

/**
 * An entry of a directory that cannot be understood, or must not stand there. It is kept as it is
 * until a link of its name is set or deleted.
 *
 * @param name of the child, if at least that can be read
 * @param problem what is wrong, for people; reveals nothing of the caps
 */
public record DamagedEntry(Optional<String> name, String problem) {}
