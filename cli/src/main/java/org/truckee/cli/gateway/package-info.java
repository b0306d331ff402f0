/**
 * The web API of a node as commands use it: arguments that name things on the grid become URLs,
 * requests go out, one connection each, and their answers come in as streams, texts and lines.
 *
 * <p>Governed by {@code spec/10 §2–3}. Written by hand for the sake of start-up time; whatever a
 * request does not need is not touched.
 */
package org.truckee.cli.gateway;
