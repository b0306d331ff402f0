package org.truckee.conformance.live;

import java.io.IOException;
import java.util.Locale;
import org.truckee.bench.nodes.NodeProgram;
import org.truckee.bench.nodes.ReferenceProgram;
import org.truckee.bench.nodes.TruckeeProgram;

/** The two programs that can run a node. */
enum Program {
  REFERENCE {
    @Override
    NodeProgram installed() {
      return ReferenceProgram.find();
    }

    @Override
    NodeProgram forLargeFiles() {
      return installed();
    }
  },
  TRUCKEE {
    @Override
    NodeProgram installed() throws IOException {
      // Nodes live for seconds here: what the second compiler does is never used.
      return TruckeeProgram.ofThisCheckout().with("-XX:TieredStopAtLevel=1");
    }

    @Override
    NodeProgram forLargeFiles() throws IOException {
      // Only the second compiler knows the processor's instructions for hashes and ciphers. It
      // waits longer than usual for whatever has no loops.
      return TruckeeProgram.ofThisCheckout().with("-XX:Tier4InvocationThreshold=20000");
    }
  };

  abstract NodeProgram installed() throws IOException;

  /** The same for a node that enciphers a hundred megabytes and more. */
  abstract NodeProgram forLargeFiles() throws IOException;

  /** As it stands in the names of files. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
