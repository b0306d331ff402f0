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

  private static final long BYTES_OF_ROW = 40;

  /**
   * All that has to be known of an entry to find its place.
   *
   * @param name empty where the entries come in the order of their names
   */
  private record Row(int index, String name, long key) {}

  /** The entries that are looked for. */
  private record Rows(List<Row> rows, int all, boolean inOrder) {
    static Rows read(
        DirectoryLinks links, FolderQuery query, boolean withNames, RequestMemory memory)
        throws RefusedException, InterruptedException {
      List<Row> rows = new ArrayList<>();
      int all = 0;
      boolean inOrder = true;
      String last = "";
      for (Link link : links) {
        String name = link.name();
        if (query.finds(name)) {
          memory.take(BYTES_OF_ROW + (withNames ? 2L * name.length() : 0));
          rows.add(new Row(all, withNames ? name : "", query.sort().key(link)));
        }
        inOrder &= NameOrder.BY_CODE_POINTS.compare(last, name) <= 0;
        last = name;
        all++;
      }
      return new Rows(rows, all, inOrder);
    }
  }

  /** Of a directory that cannot be read. */
  static final FolderPart NONE = new FolderPart(List.of(), 0, 0, 1, 1);

  /** Chooses them. What is kept of the others is little. */
  static FolderPart of(DirectoryLinks links, FolderQuery query, RequestMemory memory)
      throws RefusedException, InterruptedException {
    Rows read = Rows.read(links, query, false, memory);
    if (!read.inOrder()) {
      read = Rows.read(links, query, true, memory);
    }
    List<Row> rows = read.rows();
    Comparator<Row> order =
        Comparator.comparingLong(Row::key)
            .thenComparing(Row::name, NameOrder.BY_CODE_POINTS)
            .thenComparingInt(Row::index);
    rows.sort(query.down() ? order.reversed() : order);
    int pages = Math.max(1, (rows.size() + MOST - 1) / MOST);
    int page = Math.min(query.page(), pages);
    List<Row> shown = rows.subList((page - 1) * MOST, Math.min(rows.size(), page * MOST));
    return new FolderPart(picked(links, shown), read.all(), rows.size(), page, pages);
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
