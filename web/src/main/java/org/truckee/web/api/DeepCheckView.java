package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.deep.DeepCheckResult;
import org.truckee.grid.deep.DeepRepairResult;
import org.truckee.web.pages.Pages;

/** {@code start-deep-check}, without and with repair ({@code spec/08 §15.3, §15.4}). */
final class DeepCheckView {
  private DeepCheckView() {}

  /** What checks found. */
  record OfChecks() implements DeepView<DeepCheckResult> {
    @Override
    public String title() {
      return "Deep check";
    }

    @Override
    public String soFar(DeepCheckResult results) {
      return "%d checked, %d unhealthy".formatted(results.checked(), results.unhealthy());
    }

    @Override
    public void show(DeepCheckResult results, DeepState state, WebRequest request)
        throws IOException, WebException, InterruptedException {
      if (Output.of(request.arguments(), false) == Output.JSON) {
        request.respond(200, "text/plain", Json.text(json(results, state.finished())));
      } else {
        DeepCheckPages.checks(title(), results, state, request);
      }
    }

    private static ObjectNode json(DeepCheckResult results, boolean finished) {
      ObjectNode json = begin(results, finished);
      json.put("count-objects-healthy", results.healthy());
      json.put("count-objects-unhealthy", results.unhealthy());
      json.put("count-corrupt-shares", results.corrupt().size());
      corrupt(json.putArray("list-corrupt-shares"), results);
      return end(json, results, finished);
    }

    @Override
    public void showObject(DeepCheckResult results, String index, WebRequest request)
        throws IOException, WebException, InterruptedException {
      CheckOutcome found =
          required(
              results.results().sequencedValues().reversed().stream()
                  .filter(result -> result.index().toString().equals(index))
                  .findFirst(),
              index);
      DeepCheckView.show(new CheckReport.OfCheck(found), request);
    }
  }

  /** What repairs made of it. */
  record OfRepairs() implements DeepView<DeepRepairResult> {
    @Override
    public String title() {
      return "Deep check and repair";
    }

    @Override
    public String soFar(DeepRepairResult results) {
      return "%d checked, %d repaired".formatted(results.results().size(), results.successful());
    }

    @Override
    public void show(DeepRepairResult results, DeepState state, WebRequest request)
        throws IOException, WebException, InterruptedException {
      if (Output.of(request.arguments(), false) == Output.JSON) {
        request.respond(200, "text/plain", Json.text(json(results, state.finished())));
      } else {
        DeepCheckPages.repairs(title(), results, state, request);
      }
    }

    private static ObjectNode json(DeepRepairResult results, boolean finished) {
      DeepCheckResult before = results.before();
      DeepCheckResult after = results.after();
      ObjectNode json = begin(before, finished);
      json.put("count-objects-healthy-pre-repair", before.healthy());
      json.put("count-objects-unhealthy-pre-repair", before.unhealthy());
      json.put("count-objects-healthy-post-repair", after.healthy());
      json.put("count-objects-unhealthy-post-repair", after.unhealthy());
      json.put("count-repairs-attempted", results.attempted());
      json.put("count-repairs-successful", results.successful());
      json.put("count-repairs-unsuccessful", results.unsuccessful());
      json.put("count-corrupt-shares-pre-repair", before.corrupt().size());
      json.put("count-corrupt-shares-post-repair", after.corrupt().size());
      corrupt(json.putArray("list-corrupt-shares"), before);
      corrupt(json.putArray("list-remaining-corrupt-shares"), after);
      return end(json, before, finished);
    }

    @Override
    public void showObject(DeepRepairResult results, String index, WebRequest request)
        throws IOException, WebException, InterruptedException {
      RepairOutcome found =
          required(
              results.results().sequencedValues().reversed().stream()
                  .filter(result -> result.before().index().toString().equals(index))
                  .findFirst(),
              index);
      DeepCheckView.show(new CheckReport.OfRepair(found), request);
    }
  }

  private static ObjectNode begin(DeepCheckResult results, boolean finished) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("finished", finished);
    json.put("root-storage-index", results.root().map(StorageIndex::toString).orElse("<none>"));
    json.put("count-objects-checked", results.checked());
    return json;
  }

  private static ObjectNode end(ObjectNode json, DeepCheckResult results, boolean finished) {
    ArrayNode unhealthy = json.putArray("list-unhealthy-files");
    results
        .results()
        .forEach(
            (path, result) -> {
              if (!result.healthy()) {
                unhealthy
                    .addArray()
                    .add(DeepJson.path(path))
                    .add(new CheckReport.OfCheck(result).json());
              }
            });
    json.set(
        "stats",
        finished ? DeepJson.stats(results.stats()) : JsonNodeFactory.instance.objectNode());
    DeepJson.trouble(json, results.trouble());
    return json;
  }

  private static void corrupt(ArrayNode list, DeepCheckResult results) {
    for (CheckOutcome result : results.results().values()) {
      DeepJson.corrupt(list, result.index().toString(), result.corrupt());
    }
  }

  private static <T> T required(Optional<T> found, String index) throws WebException {
    return found.orElseThrow(
        () -> WebException.page(404, "No detailed results for SI " + Escapes.printable(index)));
  }

  private static void show(CheckReport report, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (Output.of(request.arguments(), false) == Output.JSON) {
      request.respond(200, "text/plain", Json.text(report.json()));
    } else {
      request.respond(
          200,
          Html.PAGE_TYPE,
          Pages.check(
              Frames.of("Check results", request),
              report.view(DeepView.place(request), "?output=JSON")));
    }
  }
}
