package org.truckee.firstgen.share;

import java.io.IOException;
import java.util.List;
import org.truckee.firstgen.uri.OldStorageIndex;

/** Wherever shares of files are: servers that are asked, or folders of servers that are no more. */
public interface ShareSource {
  /**
   * A share that was found.
   *
   * @param number which of the file's shares it says it is
   * @param bytes what is in it
   */
  record Found(int number, ShareBytes bytes) {}

  /**
   * All shares of a file that can be found, the best places first. There may be several with the
   * same number.
   *
   * @throws IOException if there is nobody who could be asked
   */
  List<Found> find(OldStorageIndex index) throws IOException, InterruptedException;
}
