package org.truckee.firstgen.share;

import java.io.IOException;

/** A share does not contain what it should; another one may. */
public final class DamagedShareException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With the share and what is wrong with it. */
  public DamagedShareException(String where, String what) {
    super("%s: %s".formatted(where, what));
  }
}
