package org.truckee.storage.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Buckets that are no more than names, and what crawlers did with them. */
final class NamedBuckets implements ShareTree {
  final Map<String, Set<String>> byPrefix = new TreeMap<>();
  final Set<String> unreadable = new HashSet<>();
  final List<String> looked = new ArrayList<>();
  int listings;

  NamedBuckets(String... names) {
    for (String name : names) {
      add(name);
    }
  }

  void add(String name) {
    byPrefix.computeIfAbsent(name.substring(0, 2), _ -> new TreeSet<>()).add(name);
  }

  @Override
  public List<String> buckets(String prefix) throws IOException {
    listings++;
    if (unreadable.contains(prefix)) {
      throw new IOException("the disk says no");
    }
    return List.copyOf(byPrefix.getOrDefault(prefix, Set.of()));
  }

  @Override
  public Bucket bucket(String name) {
    looked.add(name);
    return new Bucket(List.of(), 0);
  }
}
