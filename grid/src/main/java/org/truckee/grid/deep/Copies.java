package org.truckee.grid.deep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Unmodifiable copies of maps, in their order. */
final class Copies {
  private Copies() {}

  static <K, V> SequencedMap<K, V> of(SequencedMap<K, V> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
