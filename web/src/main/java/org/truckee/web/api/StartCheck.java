package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Checkable;
import org.truckee.grid.Directory;
import org.truckee.grid.KnownNode;
import org.truckee.http.PercentEncoding;

/**
 * {@code POST …?t=start-check}: checks one thing in the background, and sends the client to where
 * it is seen how far it is. Our own: {@code t=check} answers only when it is done.
 */
final class StartCheck<N extends KnownNode & Checkable> implements Operation<Reached<N>> {
  private final BackgroundOperations operations;

  StartCheck(BackgroundOperations operations) {
    this.operations = operations;
  }

  @Override
  public void perform(Reached<N> reached, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Arguments arguments = request.arguments();
    String handle = StartDeep.handle(arguments);
    CheckOptions options = CheckNode.options(arguments);
    boolean repair = arguments.flag("repair");
    Output.of(arguments, false);
    N node = reached.node();
    DeepTask<OneCheck.Found> task =
        DeepTask.start(
            node.storageIndex(),
            new OneCheck(node, options, repair),
            new OneCheckView(options, repair, origin(node)),
            _ -> List.of());
    operations.keep(handle, task, StartDeep.retain(arguments));
    Redirects.found(request, StartDeep.place(handle, arguments));
  }

  /** The page that tells of a node, from the root of the site. */
  private static String origin(KnownNode node) {
    Optional<Capability> cap = node.bestCap();
    return "uri/%s%s?t=info"
        .formatted(
            PercentEncoding.encode(cap.map(Capability::text).orElse("")),
            node instanceof Directory ? "/" : "");
  }
}
