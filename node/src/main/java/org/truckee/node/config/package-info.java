/**
 * The configuration of a node: text of {@code tahoe.cfg} and {@code truckee.cfg} comes in, a
 * validated {@link org.truckee.node.config.NodeConfiguration} goes out, or a {@link
 * org.truckee.node.config.ConfigurationException} that names the file, the option and the remedy.
 *
 * <p>Governed by {@code spec/09 §3–4}; the files of a new node by {@code spec/09 §11.2}.
 */
package org.truckee.node.config;
