package org.truckee.grid.immutable.upload;

import java.io.IOException;
import org.truckee.grid.UploadUnhappinessException;

/**
 * A node that makes and spreads the shares of files in place of this one ({@code spec/07 §10}). It
 * sees crypttext only.
 */
@FunctionalInterface
public interface UploadHelper {
  /**
   * Has a file uploaded. The helper reads as much of it as it does not have; it reads nothing any
   * more when this has returned.
   *
   * @throws UploadUnhappinessException if the helper found too few servers
   * @throws UntrueReportException if what it answers is no report
   * @throws IOException if the helper failed or was lost; what it has got it keeps, so that another
   *     attempt goes on from there
   */
  HelperReport upload(OfferedFile file) throws IOException, InterruptedException;
}
