/**
 * Files that are replaced whole or not at all: {@link org.truckee.node.files.ReplacedFile} is the
 * only way in which the node and the command line write files that had a content before.
 */
package org.truckee.node.files;
