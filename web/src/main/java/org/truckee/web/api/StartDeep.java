package org.truckee.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.deep.BuildManifest;
import org.truckee.grid.deep.CheckEverything;
import org.truckee.grid.deep.CountEverything;
import org.truckee.grid.deep.DeepCheckResult;
import org.truckee.grid.deep.DeepOptions;
import org.truckee.grid.deep.DeepRepairResult;
import org.truckee.grid.deep.Manifest;
import org.truckee.grid.deep.RepairEverything;
import org.truckee.http.PercentEncoding;

/**
 * {@code POST t=start-…} on a directory: starts a deep operation in the background and sends the
 * client to where its results will be ({@code spec/08 §15}).
 */
final class StartDeep implements Operation<Reached<Directory>> {
  private static final long LONGEST = Duration.ofDays(365).toSeconds();

  private final BackgroundOperations operations;

  StartDeep(BackgroundOperations operations) {
    this.operations = operations;
  }

  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Arguments arguments = request.arguments();
    String handle = handle(arguments);
    if (arguments.whenDone().isPresent()) {
      throw WebException.text(400, "when_done= does not go with an operation in the background");
    }
    Optional<Duration> retain = retain(arguments);
    operations.keep(handle, task(directory.node(), arguments), retain);
    Redirects.found(request, place(handle, arguments));
  }

  /** The handle that a request gives to an operation. */
  static String handle(Arguments arguments) throws WebException {
    return arguments
        .text("ophandle")
        .filter(handle -> !handle.isEmpty())
        .orElseThrow(() -> WebException.text(400, "slow operation requires ophandle="));
  }

  /** Where its results will be, in the form that the request wants. */
  static String place(String handle, Arguments arguments) {
    String output =
        arguments
            .text("output")
            .map(value -> "?output=" + PercentEncoding.encode(value))
            .orElse("");
    return "/operations/" + PercentEncoding.encode(handle) + output;
  }

  /** How long results shall be kept, if the request says so. */
  static Optional<Duration> retain(Arguments arguments) throws WebException {
    return arguments
        .number("retain-for")
        .map(seconds -> Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST)));
  }

  private static DeepTask<?> task(Directory root, Arguments arguments) throws WebException {
    CheckOptions check = CheckNode.options(arguments);
    boolean repair = arguments.flag("repair");
    DeepOptions options = DeepOptions.DEFAULT;
    return switch (arguments.operation()) {
      case "start-manifest" ->
          DeepTask.start(
              root.storageIndex(),
              new BuildManifest(root, options),
              new ManifestView(root),
              Manifest::trouble);
      case "start-deep-size" -> count(root, StatsView.SIZE);
      case "start-deep-stats" -> count(root, StatsView.STATS);
      case String _ when repair ->
          DeepTask.start(
              root.storageIndex(),
              new RepairEverything(root, check, options),
              new DeepCheckView.OfRepairs(),
              DeepRepairResult::trouble);
      case String _ ->
          DeepTask.start(
              root.storageIndex(),
              new CheckEverything(root, check, options),
              new DeepCheckView.OfChecks(),
              DeepCheckResult::trouble);
    };
  }

  private static DeepTask<CountEverything.Result> count(Directory root, StatsView view) {
    return DeepTask.start(
        root.storageIndex(),
        new CountEverything(root, DeepOptions.DEFAULT),
        view,
        CountEverything.Result::trouble);
  }
}
