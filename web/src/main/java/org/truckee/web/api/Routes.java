package org.truckee.web.api;

import static org.truckee.web.api.Kind.EMPTY_CAP;
import static org.truckee.web.api.Kind.FILE;
import static org.truckee.web.api.Kind.OPAQUE;
import static org.truckee.web.api.Kind.STYLE_SHEET;
import static org.truckee.web.api.Kind.UNLINKED;
import static org.truckee.web.api.Kind.UNSUPPORTED;
import static org.truckee.web.api.Kind.WELCOME;
import static org.truckee.web.api.RouteTable.ANY;
import static org.truckee.web.api.RouteTable.row;

import java.io.IOException;
import org.truckee.grid.Grid;
import org.truckee.grid.UploadOptions;

/** From a request to the one who answers it: first the path, then the table. */
final class Routes {
  private final Grid grid;
  private final PathRules paths;
  private final RouteTable table;

  Routes(Grid grid, WelcomePage welcome) {
    this.grid = grid;
    this.paths = new PathRules(grid);
    this.table = table(grid, welcome);
  }

  /** The web API, one row for each thing that can be asked for ({@code spec/08 §7–§16}). */
  private static RouteTable table(Grid grid, WelcomePage welcome) {
    return new RouteTable(
        row(WELCOME, ANY, "", welcome::page),
        row(WELCOME, ANY, "html", welcome::page),
        row(WELCOME, ANY, "json", welcome::json),
        row(STYLE_SHEET, ANY, ANY, new SendStyleSheet()),
        row(UNLINKED, "GET", ANY, new RedirectToCap()),
        row(UNLINKED, "HEAD", ANY, new RedirectToCap()),
        row(UNLINKED, "PUT", "", new UploadBody(grid)),
        row(UNLINKED, "PUT", "mkdir", new NotYet<>("directories")),
        row(UNLINKED, "POST", "", new UploadForm(grid)),
        row(UNLINKED, "POST", "upload", new UploadForm(grid)),
        row(UNLINKED, "POST", "mkdir", new NotYet<>("directories")),
        row(UNLINKED, "POST", "mkdir-with-children", new NotYet<>("directories")),
        row(UNLINKED, "POST", "mkdir-immutable", new NotYet<>("directories")),
        row(EMPTY_CAP, ANY, ANY, new RedirectToUri()),
        row(FILE, "GET", "", new ReadFile()),
        row(FILE, "HEAD", "", new ReadFile()),
        row(FILE, "GET", "json", new DescribeFile()),
        row(FILE, "GET", "uri", new TellCap()),
        row(FILE, "GET", "readonly-uri", new TellCap()),
        row(FILE, "POST", "check", new CheckFile()),
        row(FILE, "PUT", "", new RefuseToReplace()),
        row(FILE, "PUT", "uri", new RefuseToReplace()),
        row(OPAQUE, "HEAD", "json", new DescribeOpaque()),
        row(OPAQUE, "GET", "json", new DescribeOpaque()),
        row(UNSUPPORTED, ANY, ANY, new NotYet<>("mutable files and directories")));
  }

  /** Answers a request. */
  void answer(WebRequest request) throws IOException, WebException, InterruptedException {
    RouteTable.Place<?> place = paths.place(request);
    if (!table.takesForms(place.kind())) {
      table.answer(place, request);
      return;
    }
    try (Form form = request.readForm(contents -> grid.spool(contents, UploadOptions.DEFAULT))) {
      request.form(form);
      table.answer(place, request);
    }
  }
}
