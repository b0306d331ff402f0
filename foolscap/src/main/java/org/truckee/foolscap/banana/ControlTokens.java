package org.truckee.foolscap.banana;

import java.math.BigInteger;
import org.truckee.foolscap.BananaException;

/** Hears of the tokens that may come between any two others ({@code spec/06 §5.8}). */
public interface ControlTokens {
  /** The peer wants a PONG with the same number. */
  void ping(BigInteger number) throws BananaException;

  /** The peer answers a PING. */
  void pong(BigInteger number);
}
