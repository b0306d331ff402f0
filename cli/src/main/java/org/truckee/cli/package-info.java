/**
 * The command line: arguments come in, requests to the web API of a running node go out, and their
 * answers become output, progress and exit codes. Only {@code up} runs nodes itself.
 *
 * <p>Governed by {@code spec/10 §1–2, §4.2–4.3, §5.3}. Start-up time counts here: whatever a
 * command does not need is not touched.
 */
package org.truckee.cli;
