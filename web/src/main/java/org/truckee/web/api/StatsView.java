package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.truckee.grid.deep.CountEverything;

/** {@code start-deep-stats} and {@code start-deep-size}: what was counted. */
enum StatsView implements DeepView<CountEverything.Result> {
  STATS {
    @Override
    public String title() {
      return "Statistics";
    }

    @Override
    public void show(CountEverything.Result results, DeepState state, WebRequest request)
        throws IOException, WebException, InterruptedException {
      ObjectNode stats = DeepJson.stats(results.stats());
      stats.put("finished", state.finished());
      if (!state.finished() && request.arguments().flag(WalkStream.PROGRESS)) {
        stats.put(WalkStream.PROGRESS, results.part());
      }
      DeepJson.trouble(stats, results.trouble());
      request.respond(200, "text/plain", Json.indented(stats));
    }
  },

  SIZE {
    @Override
    public String title() {
      return "Size";
    }

    @Override
    public void show(CountEverything.Result results, DeepState state, WebRequest request)
        throws IOException, WebException, InterruptedException {
      if (Output.of(request.arguments(), true) == Output.JSON) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("finished", state.finished());
        json.set("size", DeepJson.stats(results.stats()));
        DeepJson.trouble(json, results.trouble());
        request.respond(200, "text/plain", Json.line(json));
      } else {
        boolean finished = state.finished();
        String size = finished ? "size: %d\n".formatted(results.stats().deepSize()) : "";
        request.respond(
            200, Html.PAGE_TYPE, "finished: %s\n%s".formatted(finished ? "yes" : "no", size));
      }
    }
  };

  @Override
  public String soFar(CountEverything.Result results) {
    return "%d directories, %d files"
        .formatted(results.stats().directories(), results.stats().files());
  }
}
