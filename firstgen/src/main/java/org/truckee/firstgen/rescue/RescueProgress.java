package org.truckee.firstgen.rescue;

/** Is told how far a rescue is. Called by many threads at once; must be quick. */
public interface RescueProgress {
  /** Nobody wants to know. */
  RescueProgress NONE =
      new RescueProgress() {
        @Override
        public void found(int directories, int files, long bytes) {}

        @Override
        public void done(int files, long bytes) {}
      };

  /** So much has been found in all, so far. */
  void found(int directories, int files, long bytes);

  /** So many files have been copied, now or before, or given up. */
  void done(int files, long bytes);
}
