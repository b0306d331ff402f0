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
  },
  TRUCKEE {
    @Override
    NodeProgram installed() throws IOException {
      return TruckeeProgram.ofThisCheckout();
    }
  };

  abstract NodeProgram installed() throws IOException;

  /** As it stands in the names of files. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
