package org.truckee.grid.deep;

/**
 * How much of a walk is done. Nobody knows how much there is below a directory before it is
 * entered; so each is given a part of what its parent has, and divides it among its own children.
 * Written by the thread that walks, read by all.
 */
final class WalkPart {
  /** What a directory, with all below it, is thought to be, in files. */
  private static final int FILES_OF_DIRECTORY = 10;

  static final Span WHOLE = new Span(0, 1);

  /** Where the walk is. */
  private double reached;

  /** Where it was when the last event that was handed on was met. */
  private volatile double done;

  /**
   * From where to where in a walk something is, of 0 to 1.
   *
   * @param end not less than {@code begin}
   */
  record Span(double begin, double end) {
    /** The parts of the children of a directory: its files come first. */
    Division divided(int files, int directories) {
      return new Division(
          this, files, Math.max(1, files + (double) FILES_OF_DIRECTORY * directories));
    }
  }

  /** How a directory divides its part. */
  record Division(Span whole, int files, double units) {
    Span file(int index) {
      return span(index, 1);
    }

    Span directory(int index) {
      return span(files + (double) FILES_OF_DIRECTORY * index, FILES_OF_DIRECTORY);
    }

    private Span span(double first, int count) {
      double length = whole.end() - whole.begin();
      return new Span(
          whole.begin() + length * first / units, whole.begin() + length * (first + count) / units);
    }
  }

  /** The walk has come to a place. */
  void reach(double place) {
    reached = place;
  }

  double reached() {
    return reached;
  }

  /** All that was met up to a place is done. */
  void done(double place) {
    done = Math.max(done, place);
  }

  double done() {
    return done;
  }
}
