package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.Directory;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.deep.DeepChecks;
import org.truckee.grid.deep.DeepOptions;
import org.truckee.grid.deep.DeepWalk;
import org.truckee.grid.deep.NodeAction;

/**
 * {@code POST t=stream-manifest} and {@code t=stream-deep-check}: a line for each thing below a
 * directory, sent as the walk meets it ({@code spec/08 §16}). Who goes away ends the walk.
 */
final class StreamWalk implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    boolean check = request.arguments().operation().equals("stream-deep-check");
    CheckOptions options = CheckNode.options(request.arguments());
    boolean repair = request.arguments().flag("repair");
    boolean progress = request.arguments().flag(WalkStream.PROGRESS);
    request.http().setContentType(Html.PAGE_TYPE);
    request.http().begin(200);
    if (!check) {
      walk(
          directory,
          NodeAction.NONE,
          new WalkStream<>(request.http(), (line, result) -> {}),
          progress);
    } else if (repair) {
      walk(
          directory,
          DeepChecks.checkAndRepair(options),
          new WalkStream<>(
              request.http(),
              (line, result) -> line.set("check-and-repair-results", repaired(result))),
          progress);
    } else {
      walk(
          directory,
          DeepChecks.check(options),
          new WalkStream<>(
              request.http(), (line, result) -> line.set("check-results", checked(result))),
          progress);
    }
  }

  private static <T> void walk(
      Reached<Directory> directory, NodeAction<T> action, WalkStream<T> stream, boolean progress)
      throws IOException, InterruptedException {
    DeepWalk<T> walk = new DeepWalk<>(directory.node(), DeepOptions.DEFAULT, action, stream);
    if (progress) {
      stream.tellProgress(walk::part);
    }
    walk.run();
    stream.end();
  }

  private static ObjectNode checked(Optional<CheckOutcome> result) {
    return result
        .<CheckReport>map(CheckReport.OfCheck::new)
        .orElseGet(CheckReport.OfLiteral::new)
        .json();
  }

  private static ObjectNode repaired(Optional<RepairOutcome> result) {
    return result
        .map(outcome -> new CheckReport.OfRepair(outcome).json())
        .orElseGet(
            () ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("storage-index", "")
                    .put("repair-attempted", false));
  }
}
