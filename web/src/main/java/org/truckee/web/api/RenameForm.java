package org.truckee.web.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.truckee.grid.Directory;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.RenameView;
import org.truckee.web.pages.RenameView.Target;

/**
 * {@code t=rename-form}: asks for another name of a child, or another directory for it ({@code
 * spec/08 §20.3}).
 */
final class RenameForm implements Operation<Reached<Directory>> {
  /** Who has more directories in one names the capability. */
  private static final int MOST_BELOW = 200;

  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String name = request.arguments().name("name").orElse("");
    String root = Html.root(request.path());
    String cap = PercentEncoding.encode(TellCap.text(directory.node()));
    String place = "%suri/%s/".formatted(root, cap);
    List<Target> targets = new ArrayList<>();
    if (directory.node().isWriteable()) {
      above(request.path(), targets);
      below(directory.node(), name, targets, request.memory());
    }
    request.respond(
        200,
        Html.PAGE_TYPE,
        Pages.rename(Frames.of("Rename", request), new RenameView(place, name, targets)));
  }

  /** Those on the way here, the nearest first. */
  private static void above(UrlPath path, List<Target> targets) {
    List<String> names = DirectoryPage.names(path);
    for (int i = names.size() - 1; i >= 0; i--) {
      if (!names.subList(0, i).stream().allMatch(RenameForm::canStandInAPath)) {
        continue;
      }
      String there = String.join("/", names.subList(0, i));
      targets.add(
          new Target(
              i == 0 ? "Directory" : names.get(i - 1),
              path.pieces().get(1) + (there.isEmpty() ? "" : "/" + there)));
    }
  }

  /** A path is taken apart at slashes, and blanks around it do not count. */
  private static boolean canStandInAPath(String name) {
    return name.indexOf('/') < 0 && name.equals(name.strip());
  }

  /** Those that are in it; none if it cannot be read now, which the change would tell. */
  private static void below(
      Directory directory, String name, List<Target> targets, RequestMemory memory)
      throws IOException, InterruptedException {
    int most = targets.size() + MOST_BELOW;
    try {
      for (Link link : memory.linksOf(directory)) {
        if (targets.size() == most) {
          return;
        }
        if (link.node() instanceof Directory there
            && there.isWriteable()
            && !link.name().equals(name)) {
          targets.add(new Target(link.name() + "/", TellCap.text(there)));
        }
      }
    } catch (GridException e) {
      return;
    }
  }
}
