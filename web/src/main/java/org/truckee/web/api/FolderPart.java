package org.truckee.web.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.truckee.grid.DirectoryLinks;
import org.truckee.grid.Link;
import org.truckee.grid.NameOrder;
import org.truckee.http.RefusedException;

/**
 * The entries of a directory that one page shows.
 *
 * @param links those, in order
 * @param all how many the directory has
 * @param found how many of them were looked for
 * @param page which part of those it is, from 1
 * @param pages how many parts there are
 */
record FolderPart(List<Link> links, int all, int found, int page, int pages) {
  /** So many are shown at once: browsers become slow with many more. */
  static final int MOST = 1000;

  private static final long BYTES_OF_ROW = 100;

  /** All that has to be known of an entry to find its place. */
  private record Row(int index, String name, long key) {}

  /** Of a directory that cannot be read. */
  static final FolderPart NONE = new FolderPart(List.of(), 0, 0, 1, 1);

  /** Chooses them. What is kept of the others is little. */
  static FolderPart of(DirectoryLinks links, FolderQuery query, RequestMemory memory)
      throws RefusedException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    int all = 0;
    for (Link link : links) {
      if (query.finds(link.name())) {
        memory.take(BYTES_OF_ROW + 2L * link.name().length());
        rows.add(new Row(all, link.name(), query.sort().key(link)));
      }
      all++;
    }
    Comparator<Row> order =
        Comparator.comparingLong(Row::key).thenComparing(Row::name, NameOrder.BY_CODE_POINTS);
    rows.sort(query.down() ? order.reversed() : order);
    int pages = Math.max(1, (rows.size() + MOST - 1) / MOST);
    int page = Math.min(query.page(), pages);
    List<Row> shown = rows.subList((page - 1) * MOST, Math.min(rows.size(), page * MOST));
    return new FolderPart(picked(links, shown), all, rows.size(), page, pages);
  }

  private static List<Link> picked(DirectoryLinks links, List<Row> shown) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < shown.size(); i++) {
      places.put(shown.get(i).index(), i);
    }
    Link[] picked = new Link[shown.size()];
    int missing = shown.size();
    int index = 0;
    for (Link link : links) {
      if (missing == 0) {
        break;
      }
      Integer place = places.get(index++);
      if (place != null) {
        picked[place] = link;
        missing--;
      }
    }
    return Arrays.asList(picked);
  }

  /** Whether it is all there is. */
  boolean isWhole() {
    return links.size() == all;
  }

  /** The number, from 1, of its first entry among those that were found. */
  int first() {
    return (page - 1) * MOST + 1;
  }
}
