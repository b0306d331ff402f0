package org.truckee.grid;

import org.truckee.capability.VerifyCap;

/** Shares that the holder may check and repair, but not read. */
public non-sealed interface VerifierNode extends KnownNode, Checkable {
  @Override
  VerifyCap cap();
}
