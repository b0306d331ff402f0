package org.truckee.bench.nodes;

import java.nio.file.Path;
import java.util.List;

/** A program that can run a node directory. */
public sealed interface NodeProgram permits ReferenceProgram, TruckeeProgram {

  /** The command that runs a node in the foreground until its standard input is closed. */
  List<String> command(Path nodeDirectory);
}
