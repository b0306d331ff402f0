package org.truckee.web.api;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.FileReadCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Grid;

/** {@code POST …?t=check}: checks, and repairs if asked to ({@code spec/08 §14}). */
final class FileCheck {
  private final Grid grid;
  private final FileReadCap cap;

  FileCheck(Grid grid, FileReadCap cap) {
    this.grid = grid;
    this.cap = cap;
  }

  void answer(Exchange exchange) throws IOException, WebException, InterruptedException {
    Arguments arguments = exchange.arguments();
    CheckOptions options =
        (arguments.flag("verify") ? CheckOptions.VERIFY : CheckOptions.QUICK)
            .withAddLease(arguments.flag("add-lease"));
    boolean repair = arguments.flag("repair");
    boolean json = isJson(arguments.text("output").orElse(""));
    CheckReport report = report(options, repair);
    Optional<String> next = arguments.text("when_done").filter(target -> !target.isEmpty());
    if (next.isPresent()) {
      Redirects.foundAsAsked(exchange, next.get());
    } else if (json) {
      exchange.respond(200, "text/plain", Json.text(report.json()));
    } else {
      String body = report.html() + back(arguments.text("return_to"));
      exchange.respond(
          200, Html.PAGE_TYPE, Html.page("Check results", Html.root(exchange.path()), body));
    }
  }

  private CheckReport report(CheckOptions options, boolean repair)
      throws IOException, InterruptedException {
    if (!(cap instanceof ChkReadCap chk)) {
      return new CheckReport.OfLiteral();
    }
    return repair
        ? new CheckReport.OfRepair(grid.checkAndRepair(chk, options))
        : new CheckReport.OfCheck(grid.check(chk, options));
  }

  private static boolean isJson(String output) throws WebException {
    return switch (output.toUpperCase(Locale.ROOT)) {
      case "HTML", "" -> false;
      case "JSON" -> true;
      default ->
          throw WebException.page(
              400, "Bad Format", "Unknown output value: '%s'".formatted(Escapes.printable(output)));
    };
  }

  private static String back(Optional<String> target) {
    return target
        .filter(FileCheck::staysOnThisSite)
        .map(link -> "<p><a href=\"%s\">Return</a></p>".formatted(Escapes.html(link)))
        .orElse("");
  }

  /** A link with a scheme could run a script in the page. */
  private static boolean staysOnThisSite(String link) {
    return !link.isEmpty() && !link.contains(":") && !link.startsWith("//");
  }
}
