package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Checkable;
import org.truckee.grid.KnownNode;
import org.truckee.web.pages.Pages;

/** {@code POST …?t=check}: checks, and repairs if asked to ({@code spec/08 §14}). */
final class CheckNode<N extends KnownNode & Checkable> implements Operation<Reached<N>> {
  @Override
  public void perform(Reached<N> reached, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Arguments arguments = request.arguments();
    CheckOptions options = options(arguments);
    boolean repair = arguments.flag("repair");
    boolean json = Output.of(arguments, false) == Output.JSON;
    answer(report(reached.node(), options, repair), json, request);
  }

  /** Answers for what has no shares: nothing is found to be wrong with it. */
  static void withoutShares(Reached<?> reached, WebRequest request)
      throws IOException, WebException, InterruptedException {
    boolean json = Output.of(request.arguments(), false) == Output.JSON;
    answer(new CheckReport.OfLiteral(), json, request);
  }

  private static void answer(CheckReport report, boolean json, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Arguments arguments = request.arguments();
    Optional<String> next = arguments.whenDone();
    if (next.isPresent()) {
      Redirects.foundAsAsked(request, next.get());
    } else if (json) {
      request.respond(200, "text/plain", Json.text(report.json()));
    } else {
      request.respond(
          200,
          Html.PAGE_TYPE,
          Pages.check(
              Frames.of("Check results", request),
              report.view(back(arguments.text("return_to")), "")));
    }
  }

  /** How a request wants things to be checked. */
  static CheckOptions options(Arguments arguments) throws WebException {
    return (arguments.flag("verify") ? CheckOptions.VERIFY : CheckOptions.QUICK)
        .withAddLease(arguments.flag("add-lease"));
  }

  /** Checks something. */
  static CheckReport report(Checkable node, CheckOptions options, boolean repair)
      throws IOException, InterruptedException {
    Optional<? extends CheckReport> report =
        repair
            ? node.checkAndRepair(options).map(CheckReport.OfRepair::new)
            : node.check(options).map(CheckReport.OfCheck::new);
    return report.isPresent() ? report.get() : new CheckReport.OfLiteral();
  }

  /** Where somebody came from, if that is a place of this site; empty if not. */
  static String back(Optional<String> target) {
    return target.filter(Redirects::staysOnThisSite).orElse("");
  }
}
