package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.CheckOptions;
import org.truckee.web.pages.CheckView;
import org.truckee.web.pages.OperationView;

/**
 * {@code t=start-check}: how far the check of one thing is, and what it found.
 *
 * @param options how it is checked
 * @param repair whether it is repaired, too
 * @param origin the page of the thing, from the root of the site
 */
record OneCheckView(CheckOptions options, boolean repair, String origin)
    implements DeepView<OneCheck.Found> {
  private static final int REFRESH = 3;
  private static final Duration KEPT = Duration.ofHours(1);

  @Override
  public String title() {
    String check = options.verify() ? "Verification" : "Check";
    return repair ? check + " and repair" : check;
  }

  @Override
  public String soFar(OneCheck.Found found) {
    if (found.report().isPresent()) {
      return found.report().get().inShort();
    }
    if (found.total() == 0) {
      return "Servers are asked for their shares.";
    }
    if (found.done() < found.total()) {
      return "Verified %s of %s."
          .formatted(Quantities.size(found.done()), Quantities.size(found.total()));
    }
    return repair ? "All is verified; what is missing is made again." : "All is verified.";
  }

  @Override
  public Duration keptAfterLook() {
    return KEPT;
  }

  @Override
  public void show(OneCheck.Found found, DeepState state, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (Output.of(request.arguments(), false) == Output.JSON) {
      request.respond(200, "text/plain", Json.text(json(found, state)));
      return;
    }
    String place = DeepView.place(request);
    String back = Html.root(request.path()) + origin;
    Optional<CheckView> view =
        found.report().map(report -> report.view(back, place + "?output=JSON"));
    DeepView.page(
        new OperationView(
            title(),
            !state.goesOn(),
            status(found, state),
            progress(found),
            place,
            "",
            List.of(),
            view,
            List.of(),
            List.of(),
            back),
        REFRESH,
        request);
  }

  private String status(OneCheck.Found found, DeepState state) {
    if (found.report().isPresent()) {
      return "Finished.";
    }
    return state.cancelled() ? "Cancelled." : soFar(found);
  }

  private static Optional<Double> progress(OneCheck.Found found) {
    return found.total() == 0 || found.done() == found.total()
        ? Optional.empty()
        : Optional.of((double) found.done() / found.total());
  }

  private static ObjectNode json(OneCheck.Found found, DeepState state) {
    ObjectNode json =
        found.report().map(CheckReport::json).orElseGet(JsonNodeFactory.instance::objectNode);
    return json.put("finished", state.finished())
        .put("bytes-verified", found.done())
        .put("bytes-to-verify", found.total());
  }
}
