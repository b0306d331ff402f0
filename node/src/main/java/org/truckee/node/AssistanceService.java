package org.truckee.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.truckee.foolscap.Furl;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.immutable.assist.AssistantStatistics;
import org.truckee.grid.immutable.assist.UploadAssistant;
import org.truckee.node.assist.HelperLimits;
import org.truckee.node.assist.HelperService;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.web.api.HelperStatistics;

/** The upload helper that a node is for others ({@code spec/07 §10.1}). */
final class AssistanceService implements AutoCloseable {
  private final UploadAssistant assistant;

  private AssistanceService(UploadAssistant assistant) {
    this.assistant = assistant;
  }

  /**
   * Begins to help, before the Tub listens.
   *
   * @throws NodeException if nobody could reach it, or its directory cannot be used
   */
  static AssistanceService start(NodeDirectory directory, NodeTub tub, GridClient grid)
      throws NodeException {
    if (tub.address().isEmpty()) {
      throw new NodeException(
          "config error: helper is enabled, but tub is not listening ('tub.port=' is empty)");
    }
    Furl furl = directory.furls().helper(tub.tub().tubId(), tub.address().get().hints());
    try {
      UploadAssistant assistant = grid.assistant(directory.path().resolve("helper"));
      HelperService service =
          new HelperService(assistant, TruckeeVersion.text(), HelperLimits.defaults());
      tub.tub().publish(furl.name(), service.object());
      return new AssistanceService(assistant);
    } catch (IOException e) {
      throw new NodeException(
          "the upload helper cannot use its folder 'helper': " + e.getMessage(), e);
    }
  }

  /** What it has done, and what it has at hand. */
  HelperStatistics statistics() {
    try {
      AssistantStatistics now = assistant.statistics();
      return new HelperStatistics(
          now.requests(),
          now.alreadyPresent(),
          now.needUpload(),
          now.resumes(),
          now.fetchedBytes(),
          now.encodedBytes(),
          now.active(),
          shown(now.incoming()),
          shown(now.encoding()));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of the upload helper cannot be read", e);
    }
  }

  private static HelperStatistics.Files shown(AssistantStatistics.Files files) {
    return new HelperStatistics.Files(files.count(), files.bytes(), files.oldBytes());
  }

  @Override
  public void close() {
    assistant.close();
  }
}
