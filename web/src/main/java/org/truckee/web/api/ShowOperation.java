package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;

/** {@code /operations/HANDLE}: the results of a deep operation ({@code spec/08 §15.1}). */
final class ShowOperation implements Operation<ShowOperation.Handle> {
  private final BackgroundOperations operations;
  private final boolean cancel;

  /**
   * A handle, as the path has it.
   *
   * @param object the storage index of one object of the results
   */
  record Handle(String name, Optional<String> object) {}

  private ShowOperation(BackgroundOperations operations, boolean cancel) {
    this.operations = operations;
    this.cancel = cancel;
  }

  /** Shows what there is. */
  static ShowOperation status(BackgroundOperations operations) {
    return new ShowOperation(operations, false);
  }

  /** Ends the operation, and shows what there is for the last time. */
  static ShowOperation cancel(BackgroundOperations operations) {
    return new ShowOperation(operations, true);
  }

  @Override
  public void perform(Handle handle, WebRequest request)
      throws IOException, WebException, InterruptedException {
    try {
      task(handle, request.arguments()).show(handle.object(), request);
    } catch (WebException e) {
      throw e.form() == WebException.Form.TEXT ? e.asPage() : e;
    }
  }

  private DeepTask<?> task(Handle handle, Arguments arguments) throws WebException {
    boolean release = arguments.flag("release-after-complete");
    DeepTask<?> task =
        operations
            .look(handle.name(), StartDeep.retain(arguments))
            .orElseThrow(
                () ->
                    WebException.page(
                        404,
                        "unknown/expired handle '%s'".formatted(Escapes.printable(handle.name()))));
    if (cancel) {
      task.cancel();
    }
    if (cancel || release && task.isFinished()) {
      operations.drop(handle.name());
    }
    return task;
  }
}
