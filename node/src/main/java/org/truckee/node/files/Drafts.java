package org.truckee.node.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The drafts of this process. When a signal ends it, they are taken away. */
final class Drafts {
  private static final Set<Path> OPEN = new HashSet<>();
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Drafts::removeAll, "drafts"));
  }

  /** Makes a file. */
  interface Making<T> {
    T make() throws IOException;
  }

  private Drafts() {}

  /**
   * Makes a draft that will not outlive this process.
   *
   * @throws IOException if it cannot be made, or the process is ending
   */
  static synchronized <T> T make(Path draft, Making<T> making) throws IOException {
    if (ending) {
      throw new IOException("the program is ending");
    }
    T made = making.make();
    OPEN.add(draft);
    return made;
  }

  /** The draft has become the file, or is no longer wanted. */
  static synchronized void forget(Path draft) {
    OPEN.remove(draft);
  }

  private static synchronized void removeAll() {
    ending = true;
    for (Path draft : OPEN) {
      try {
        Files.deleteIfExists(draft);
      } catch (IOException e) {
        // The process ends: nobody is left to tell.
        continue;
      }
    }
  }
}
