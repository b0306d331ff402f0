/**
 * Scripts for shells that complete commands and options: made of the tables that parsing and help
 * are made of, so that they cannot say anything else. What comes in is the program's {@link
 * org.truckee.cli.command.CommandGroup}, what goes out is text for bash, zsh or fish.
 */
package org.truckee.cli.completion;
