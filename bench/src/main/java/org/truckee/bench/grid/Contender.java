package org.truckee.bench.grid;

import java.io.IOException;
import java.util.Set;
import org.truckee.bench.nodes.NodeDirectory.Option;
import org.truckee.bench.nodes.NodeProgram;
import org.truckee.bench.nodes.ReferenceProgram;
import org.truckee.bench.nodes.TruckeeProgram;

/** A program in one of its modes. */
enum Contender {
  REFERENCE_HTTPS("reference, HTTPS", true, Set.of()),
  REFERENCE_FOOLSCAP("reference, Foolscap", true, Set.of(Option.FOOLSCAP_ONLY)),
  TRUCKEE("Truckee", false, Set.of()),
  TRUCKEE_NOT_DURABLE("Truckee, not durable", false, Set.of(Option.NOT_DURABLE));

  private final String label;
  private final boolean reference;
  private final Set<Option> options;

  Contender(String label, boolean reference, Set<Option> options) {
    this.label = label;
    this.reference = reference;
    this.options = options;
  }

  String label() {
    return label;
  }

  boolean isReference() {
    return reference;
  }

  Set<Option> options() {
    return options;
  }

  NodeProgram program() throws IOException {
    return reference ? ReferenceProgram.find() : TruckeeProgram.ofThisCheckout();
  }
}
