package org.truckee.web.api;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.truckee.http.PercentEncoding;

/**
 * Which entries of a directory its page shows: those with {@code find=} in their names, ordered by
 * {@code sort=} and {@code order=}, and of many the part that {@code page=} names. Programs ask for
 * {@code t=json}, which has all.
 *
 * @param find what is looked for; empty text finds everything, and is other than not to look
 * @param down whether the last comes first
 * @param page from 1
 */
record FolderQuery(Optional<String> find, FolderSort sort, boolean down, int page) {
  private static final int MOST_PAGES = 1_000_000;

  /** What the arguments of a request say. */
  static FolderQuery of(Arguments arguments) throws WebException {
    return new FolderQuery(
        arguments.name("find"), sort(arguments), isDown(arguments), page(arguments));
  }

  private static FolderSort sort(Arguments arguments) throws WebException {
    String word = arguments.text("sort").orElse(FolderSort.NAME.word());
    return Arrays.stream(FolderSort.values())
        .filter(sort -> sort.word().equals(word))
        .findFirst()
        .orElseThrow(() -> WebException.text(400, "sort= is one of name, size, changed and kind"));
  }

  private static boolean isDown(Arguments arguments) throws WebException {
    return switch (arguments.text("order").orElse("up")) {
      case "up" -> false;
      case "down" -> true;
      default -> throw WebException.text(400, "order= is up or down");
    };
  }

  private static int page(Arguments arguments) throws WebException {
    String number = arguments.text("page").orElse("1");
    if (!number.matches("[0-9]{1,7}")) {
      throw WebException.text(400, "page= is a number");
    }
    return Math.clamp(Integer.parseInt(number), 1, MOST_PAGES);
  }

  /** Names are found in either case, however their characters are composed. */
  boolean finds(String name) {
    return find.isEmpty() || folded(name).contains(folded(find.get()));
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /** The address, from the page, of the same in another order. */
  String sortedBy(FolderSort other) {
    return new FolderQuery(find, other, other == sort && !down, 1).address();
  }

  /** That of another part. */
  String at(int other) {
    return new FolderQuery(find, sort, down, other).address();
  }

  private String address() {
    StringBuilder text = new StringBuilder();
    find.ifPresent(wanted -> text.append("&find=").append(PercentEncoding.encode(wanted)));
    if (sort != FolderSort.NAME || down) {
      text.append("&sort=").append(sort.word()).append("&order=").append(down ? "down" : "up");
    }
    if (page > 1) {
      text.append("&page=").append(page);
    }
    return text.isEmpty() ? "?" : "?" + text.substring(1);
  }
}
