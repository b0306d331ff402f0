/**
 * What all commands of the command line are made of: options and arguments come in, told apart in
 * the {@code getopt} manner, and a {@link org.truckee.cli.command.Session} carries the streams out.
 * Help is made of what a command says of itself.
 *
 * <p>Governed by {@code spec/10 §1, §3.6}. Knows no command and no node.
 */
package org.truckee.cli.command;
