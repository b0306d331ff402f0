package org.truckee.web.api;

import static org.truckee.web.api.Kind.CHECK;
import static org.truckee.web.api.Kind.DIRECTORY;
import static org.truckee.web.api.Kind.DOWNLOAD;
import static org.truckee.web.api.Kind.DOWNLOAD_EVENTS;
import static org.truckee.web.api.Kind.EMPTY_CAP;
import static org.truckee.web.api.Kind.FILE;
import static org.truckee.web.api.Kind.FOLDER;
import static org.truckee.web.api.Kind.HELPER;
import static org.truckee.web.api.Kind.INCIDENT;
import static org.truckee.web.api.Kind.LOGS;
import static org.truckee.web.api.Kind.MAP_UPDATE;
import static org.truckee.web.api.Kind.METRICS;
import static org.truckee.web.api.Kind.MUTABLE_FILE;
import static org.truckee.web.api.Kind.OPAQUE;
import static org.truckee.web.api.Kind.OPERATION;
import static org.truckee.web.api.Kind.PROHIBITED;
import static org.truckee.web.api.Kind.PUBLISH;
import static org.truckee.web.api.Kind.RETRIEVE;
import static org.truckee.web.api.Kind.SERVER;
import static org.truckee.web.api.Kind.SHEET;
import static org.truckee.web.api.Kind.STATIC;
import static org.truckee.web.api.Kind.STATISTICS;
import static org.truckee.web.api.Kind.STATUS;
import static org.truckee.web.api.Kind.STORAGE;
import static org.truckee.web.api.Kind.UNAUTHORIZED;
import static org.truckee.web.api.Kind.UNLINKED;
import static org.truckee.web.api.Kind.UPLOAD;
import static org.truckee.web.api.Kind.VACANCY;
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

  Routes(Grid grid, PathRules paths, SiteOperations site, BackgroundOperations operations) {
    this.grid = grid;
    this.paths = paths;
    this.table = table(grid, site, operations);
  }

  /** The web API, one row for each thing that can be asked for ({@code spec/08 §7–§16}). */
  static RouteTable table(Grid grid, SiteOperations site, BackgroundOperations operations) {
    NewFiles files = new NewFiles(grid);
    InfoPage info = site.info();
    StatusPages transfers = site.transfers();
    return new RouteTable(
        row(WELCOME, ANY, "html", site.welcome()::page),
        row(WELCOME, ANY, "json", site.welcome()::json),
        row(STORAGE, ANY, "html", site.storage()::page),
        row(STORAGE, ANY, "json", site.storage()::json),
        row(METRICS, ANY, ANY, site.metrics()::send),
        row(STATISTICS, ANY, "html", site.statistics()::page),
        row(STATISTICS, ANY, "json", site.statistics()::json),
        row(STATISTICS, ANY, "openmetrics", site.statistics()::openMetrics),
        row(HELPER, ANY, "html", site.helper()::page),
        row(HELPER, ANY, "json", site.helper()::json),
        row(STATUS, ANY, "html", site.status()::page),
        row(STATUS, ANY, "json", site.status()::json),
        row(STATUS, ANY, "operations", site.status()::background),
        row(UPLOAD, "GET", ANY, transfers::upload),
        row(UPLOAD, "HEAD", ANY, transfers::upload),
        row(DOWNLOAD, "GET", ANY, transfers::download),
        row(DOWNLOAD, "HEAD", ANY, transfers::download),
        row(DOWNLOAD_EVENTS, "GET", ANY, DownloadEventsJson::answer),
        row(DOWNLOAD_EVENTS, "HEAD", ANY, DownloadEventsJson::answer),
        row(CHECK, ANY, "html", transfers::check),
        row(MAP_UPDATE, ANY, "html", transfers::mapUpdate),
        row(PUBLISH, ANY, "html", transfers::publish),
        row(RETRIEVE, ANY, "html", transfers::retrieve),
        row(INCIDENT, "POST", ANY, site.incidents()),
        row(INCIDENT, ANY, ANY, Refuse::reportByOtherMethods),
        row(STATIC, "GET", ANY, new SendStatic()),
        row(STATIC, "HEAD", ANY, new SendStatic()),
        row(UNAUTHORIZED, ANY, ANY, Refuse::unauthorized),
        row(FOLDER, "HEAD", ANY, Refuse::folder),
        row(LOGS, "GET", ANY, site.logs()),
        row(LOGS, "HEAD", ANY, site.logs()),
        row(SHEET, "GET", ANY, site.sheets()::ask),
        row(SHEET, "HEAD", ANY, site.sheets()::ask),
        row(SHEET, "POST", ANY, site.sheets()::ofNode),
        row(SERVER, "OPTIONS", ANY, Routes::options),
        row(UNLINKED, "GET", ANY, new RedirectToCap()),
        row(UNLINKED, "HEAD", ANY, new RedirectToCap()),
        row(UNLINKED, "PUT", "", new UploadBody(files)),
        row(UNLINKED, "PUT", "mkdir", new CreateDirectory(grid)),
        row(UNLINKED, "POST", "", new UploadForm(files, transfers::names)),
        row(UNLINKED, "POST", "upload", new UploadForm(files, transfers::names)),
        row(UNLINKED, "POST", "mkdir", new CreateDirectory(grid)),
        row(UNLINKED, "POST", "mkdir-with-children", new CreateDirectory(grid)),
        row(UNLINKED, "POST", "mkdir-immutable", new CreateDirectory(grid)),
        row(EMPTY_CAP, ANY, ANY, new RedirectToUri()),
        row(FILE, "GET", "", new ReadFile()),
        row(FILE, "HEAD", "", new ReadFile()),
        row(FILE, "GET", "json", new DescribeFile()),
        row(FILE, "GET", "info", info),
        row(FILE, "GET", "uri", TellCap.best()),
        row(FILE, "GET", "readonly-uri", TellCap.readOnly()),
        row(FILE, "GET", "qr", new CapPicture()),
        row(FILE, "GET", "recovery-sheet", site.sheets()::ofCap),
        row(FILE, "POST", "check", new CheckNode<>()),
        row(FILE, "POST", "start-check", new StartCheck<>(operations)),
        row(FILE, "POST", "upload", new UploadToFile(files)),
        row(FILE, "PUT", "", new ReplaceFile(files)),
        row(FILE, "PUT", "uri", SetCap.instead()),
        row(FILE, "DELETE", ANY, new Unlink()),
        row(MUTABLE_FILE, "GET", "", new ReadFile()),
        row(MUTABLE_FILE, "HEAD", "", new ReadFile()),
        row(MUTABLE_FILE, "GET", "json", new DescribeFile()),
        row(MUTABLE_FILE, "GET", "info", info),
        row(MUTABLE_FILE, "GET", "uri", TellCap.best()),
        row(MUTABLE_FILE, "GET", "readonly-uri", TellCap.readOnly()),
        row(MUTABLE_FILE, "GET", "qr", new CapPicture()),
        row(MUTABLE_FILE, "GET", "recovery-sheet", site.sheets()::ofCap),
        row(MUTABLE_FILE, "POST", "check", new CheckNode<>()),
        row(MUTABLE_FILE, "POST", "start-check", new StartCheck<>(operations)),
        row(MUTABLE_FILE, "POST", "upload", new UploadToFile(files)),
        row(MUTABLE_FILE, "PUT", "", new WriteMutableFile(files)),
        row(MUTABLE_FILE, "PUT", "uri", SetCap.instead()),
        row(MUTABLE_FILE, "DELETE", ANY, new Unlink()),
        row(DIRECTORY, "GET", "", new DirectoryPage()),
        row(DIRECTORY, "GET", "json", new DescribeDirectory()),
        row(DIRECTORY, "GET", "info", info),
        row(DIRECTORY, "GET", "rename-form", new RenameForm()),
        row(DIRECTORY, "GET", "uri", TellCap.best()),
        row(DIRECTORY, "GET", "readonly-uri", TellCap.readOnly()),
        row(DIRECTORY, "HEAD", "", new DirectoryPage()),
        row(DIRECTORY, "HEAD", "json", new DescribeDirectory()),
        row(DIRECTORY, "HEAD", "info", info),
        row(DIRECTORY, "HEAD", "rename-form", new RenameForm()),
        row(DIRECTORY, "HEAD", "uri", TellCap.best()),
        row(DIRECTORY, "HEAD", "readonly-uri", TellCap.readOnly()),
        row(DIRECTORY, "GET", "zip", new ZipFolder()),
        row(DIRECTORY, "HEAD", "zip", new ZipFolder()),
        row(DIRECTORY, "POST", "zip", new ZipFolder()),
        row(DIRECTORY, "GET", "qr", new CapPicture()),
        row(DIRECTORY, "GET", "recovery-sheet", site.sheets()::ofCap),
        row(DIRECTORY, "PUT", "mkdir", TellCap.best()),
        row(DIRECTORY, "PUT", "uri", SetCap.instead()),
        row(DIRECTORY, "PUT", ANY, Refuse::contents),
        row(DIRECTORY, "POST", "mkdir", new CreateSubdirectory(grid)),
        row(DIRECTORY, "POST", "mkdir-with-children", new CreateSubdirectory(grid)),
        row(DIRECTORY, "POST", "mkdir-immutable", new CreateSubdirectory(grid)),
        row(DIRECTORY, "POST", "upload", new UploadToDirectory(files)),
        row(DIRECTORY, "POST", "uri", new LinkCap()),
        row(DIRECTORY, "POST", "unlink", Unlink::named),
        row(DIRECTORY, "POST", "delete", Unlink::named),
        row(DIRECTORY, "POST", "rename", new MoveChild(grid)),
        row(DIRECTORY, "POST", "relink", new MoveChild(grid)),
        row(DIRECTORY, "POST", "set_children", new SetChildren()),
        row(DIRECTORY, "POST", "set-children", new SetChildren()),
        row(DIRECTORY, "POST", "check", new CheckNode<>()),
        row(DIRECTORY, "POST", "start-check", new StartCheck<>(operations)),
        row(DIRECTORY, "POST", "stream-manifest", new StreamWalk()),
        row(DIRECTORY, "POST", "stream-deep-check", new StreamWalk()),
        row(DIRECTORY, "POST", "start-manifest", new StartDeep(operations)),
        row(DIRECTORY, "POST", "start-deep-check", new StartDeep(operations)),
        row(DIRECTORY, "POST", "start-deep-size", new StartDeep(operations)),
        row(DIRECTORY, "POST", "start-deep-stats", new StartDeep(operations)),
        row(DIRECTORY, "DELETE", ANY, new Unlink()),
        row(VACANCY, "PUT", "", new PutChild(files)),
        row(VACANCY, "PUT", "uri", new SetCap()),
        row(PROHIBITED, "GET", "", Refuse::prohibited),
        row(PROHIBITED, "HEAD", "", Refuse::prohibited),
        row(PROHIBITED, "GET", "json", new DescribeProhibited()),
        row(PROHIBITED, "GET", "info", info),
        row(PROHIBITED, "POST", "check", CheckNode::withoutShares),
        row(PROHIBITED, "GET", "uri", TellCap.best()),
        row(PROHIBITED, "GET", "readonly-uri", TellCap.readOnly()),
        row(PROHIBITED, "PUT", "", new ReplaceProhibited(files)),
        row(PROHIBITED, "POST", "upload", Refuse::prohibited),
        row(PROHIBITED, "PUT", "uri", SetCap.instead()),
        row(PROHIBITED, "DELETE", ANY, new Unlink()),
        row(OPAQUE, "HEAD", "json", new DescribeOpaque()),
        row(OPAQUE, "HEAD", "info", info),
        row(OPAQUE, "GET", "json", new DescribeOpaque()),
        row(OPAQUE, "GET", "info", info),
        row(OPERATION, "POST", "cancel", ShowOperation.cancel(operations)),
        row(OPERATION, ANY, ANY, ShowOperation.status(operations)));
  }

  /** Answers a request. */
  void answer(WebRequest request) throws IOException, WebException, InterruptedException {
    if (!request.path().takesForms()) {
      answerAtPlace(request);
      return;
    }
    // Before the path: what a form says decides which directories are made on the way.
    try (Form _ = request.readForm(contents -> grid.spool(contents, UploadOptions.DEFAULT))) {
      answerAtPlace(request);
    }
  }

  private static void options(Kind.Site here, WebRequest request)
      throws IOException, InterruptedException {
    request.respondEmpty(200);
  }

  private void answerAtPlace(WebRequest request)
      throws IOException, WebException, InterruptedException {
    table.answer(paths.place(request), request);
  }
}
