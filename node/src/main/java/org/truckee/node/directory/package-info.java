/**
 * A node directory: the files in which a node keeps who it is and what it needs to know from one
 * start to the next. They are made when they are missing and otherwise left as they are, so that
 * this program and the reference can take turns in one directory.
 *
 * <p>Governed by {@code spec/09 §2, §6.4, §7.3, §8.2, §11} and {@code spec/07 §1–2}.
 */
package org.truckee.node.directory;
