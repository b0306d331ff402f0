package org.truckee.web.api;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.truckee.capability.Capability;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.Directory;
import org.truckee.grid.GridException;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.FolderView;
import org.truckee.web.pages.FolderView.Column;
import org.truckee.web.pages.FolderView.Crumb;
import org.truckee.web.pages.FolderView.Listing;
import org.truckee.web.pages.FolderView.Share;
import org.truckee.web.pages.FolderView.Turn;
import org.truckee.web.pages.Frame;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.QrPicture;

/**
 * A directory for people: the names of its children, and where they lead ({@code spec/08 §12.1}).
 */
final class DirectoryPage implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (Tags.notModified(directory.node(), request)) {
      return;
    }
    FolderQuery query = FolderQuery.of(request.arguments());
    Frame frame =
        new Frame(
            title(directory.node()), Html.root(request.path()), SafeHeaders.ofPage(request.http()));
    FolderView view;
    try {
      FolderPart part =
          FolderPart.of(request.memory().linksOf(directory.node()), query, request.memory());
      view = view(directory.node(), query, part, "", request);
    } catch (GridException e) {
      view = view(directory.node(), query, FolderPart.NONE, GridFailure.of(e).message(), request);
    }
    GatheredAnswer answer =
        new GatheredAnswer(request.http(), 200, Html.PAGE_TYPE, request.memory());
    try (Writer text = new OutputStreamWriter(answer, StandardCharsets.UTF_8)) {
      Pages.directory(text, frame, view);
    }
    answer.finish();
  }

  /** By its storage index: the capability must not be in titles, which browsers keep. */
  private static String title(Directory directory) {
    String index = directory.storageIndex().map(StorageIndex::abbreviated).orElse("<LIT>");
    return "Directory %s %s".formatted(index, kind(directory));
  }

  private static FolderView view(
      Directory directory, FolderQuery query, FolderPart part, String failure, WebRequest request) {
    String root = Html.root(request.path());
    List<String> names = names(request.path());
    String here = here(request.path(), names, root);
    return new FolderView(
        names.isEmpty() ? "Directory" : names.getLast(),
        kind(directory),
        crumbs(request.path(), names, root),
        here,
        directory.isWriteable() && failure.isEmpty(),
        listing(query, part, here, root),
        sharing(directory, root),
        failure,
        request.arguments().text("results").orElse(""));
  }

  private static Listing listing(FolderQuery query, FolderPart part, String here, String root) {
    return new Listing(
        part.all(),
        part.found(),
        part.first(),
        part.links().size(),
        part.isWhole(),
        query.find(),
        Arrays.stream(FolderSort.values()).map(sort -> column(sort, query)).toList(),
        turns(query, part),
        // One after the other, as they are written: there may be many.
        () -> part.links().stream().map(link -> DirectoryRows.child(link, here, root)).iterator());
  }

  private static Column column(FolderSort sort, FolderQuery query) {
    String word = sort.word();
    return new Column(
        word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
        query.sortedBy(sort),
        sort != query.sort() ? "none" : query.down() ? "descending" : "ascending");
  }

  /** The other parts of what is too much for one page. */
  private static List<Turn> turns(FolderQuery query, FolderPart part) {
    List<Turn> turns = new ArrayList<>();
    if (part.page() > 1) {
      turns.add(new Turn("First", query.at(1)));
      turns.add(new Turn("Previous", query.at(part.page() - 1)));
    }
    if (part.page() < part.pages()) {
      turns.add(new Turn("Next", query.at(part.page() + 1)));
      turns.add(new Turn("Last", query.at(part.pages())));
    }
    return turns;
  }

  /** The address of the directory that a path leads to, from there. */
  static String here(UrlPath path) {
    return here(path, names(path), Html.root(path));
  }

  /** The names behind the capability. */
  static List<String> names(UrlPath path) {
    return path.pieces().stream().skip(2).filter(name -> !name.isEmpty()).toList();
  }

  /** The address of a directory above, so that the way to it stays to be seen. */
  private static String here(UrlPath path, List<String> names, String root) {
    return Stream.concat(path.pieces().stream().limit(2), names.stream())
        .map(PercentEncoding::encode)
        .collect(Collectors.joining("/", root, "/"));
  }

  private static List<Crumb> crumbs(UrlPath path, List<String> names, String root) {
    List<Crumb> crumbs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      crumbs.add(
          new Crumb(
              i == 0 ? "Directory" : names.get(i - 1), here(path, names.subList(0, i), root)));
    }
    return crumbs;
  }

  private static List<Share> sharing(Directory directory, String root) {
    List<Share> all = new ArrayList<>();
    directory
        .readCap()
        .ifPresent(
            cap ->
                all.add(
                    share(
                        "To read",
                        "Who has this can list the directory and read everything below it, but"
                            + " change nothing. It cannot be taken back.",
                        cap,
                        root)));
    if (directory.isWriteable()) {
      directory
          .bestCap()
          .ifPresent(
              cap ->
                  all.add(
                      share(
                          "To read and change",
                          "Who has this can also add, replace and remove what is in it, and give"
                              + " it to others.",
                          cap,
                          root)));
    }
    return all;
  }

  private static Share share(String title, String text, Capability cap, String root) {
    String address = "%suri/%s/".formatted(root, PercentEncoding.encode(cap.text()));
    String picture = cap.text().length() > QrPicture.LONGEST ? "" : address + "?t=qr";
    return new Share(title, text, cap.text(), address, picture, address + "?t=recovery-sheet");
  }

  private static String kind(Directory directory) {
    if (!directory.isMutable()) {
      return "(immutable)";
    }
    return directory.isWriteable() ? "(modifiable)" : "(read-only)";
  }
}
