package org.truckee.web.api;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.ImmutableFileNode;

/** {@code POST …?t=check}: checks, and repairs if asked to ({@code spec/08 §14}). */
final class CheckFile implements Operation<ImmutableFileNode> {
  @Override
  public void perform(ImmutableFileNode file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Arguments arguments = request.arguments();
    CheckOptions options =
        (arguments.flag("verify") ? CheckOptions.VERIFY : CheckOptions.QUICK)
            .withAddLease(arguments.flag("add-lease"));
    boolean repair = arguments.flag("repair");
    boolean json = isJson(arguments.text("output").orElse(""));
    CheckReport report = report(file, options, repair);
    Optional<String> next = arguments.text("when_done").filter(target -> !target.isEmpty());
    if (next.isPresent()) {
      Redirects.foundAsAsked(request, next.get());
    } else if (json) {
      request.respond(200, "text/plain", Json.text(report.json()));
    } else {
      String body = report.html() + back(arguments.text("return_to"));
      request.respond(
          200, Html.PAGE_TYPE, Html.page("Check results", Html.root(request.path()), body));
    }
  }

  private static CheckReport report(ImmutableFileNode file, CheckOptions options, boolean repair)
      throws IOException, InterruptedException {
    Optional<CheckReport> report =
        repair
            ? file.checkAndRepair(options).map(CheckReport.OfRepair::new)
            : file.check(options).map(CheckReport.OfCheck::new);
    return report.orElseGet(CheckReport.OfLiteral::new);
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
        .filter(Redirects::staysOnThisSite)
        .map(link -> "<p><a href=\"%s\">Return</a></p>".formatted(Escapes.html(link)))
        .orElse("");
  }
}
