package org.truckee.node.assist;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Reconnector;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.value.Value;
import org.truckee.grid.immutable.upload.UploadHelper;
import org.truckee.wire.FoolscapStatus;

/**
 * A client's relation to its helper ({@code spec/07 §10.1}): while there is a connection, files are
 * uploaded through it; while there is none, they go straight to the servers.
 */
public final class HelperConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HelperConnection.class);

  private final Reconnector reconnector;
  private final HelperLimits limits;
  private final Clock clock;
  private volatile Optional<ConnectedHelper> current = Optional.empty();

  private HelperConnection(Tub tub, Furl furl, HelperLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
    this.reconnector = tub.keepConnected(furl, this::connected);
  }

  /**
   * Begins to connect.
   *
   * @param tub accepts {@link UploadReports#CLASS} from others
   */
  public static HelperConnection start(Tub tub, Furl furl, HelperLimits limits, Clock clock) {
    return new HelperConnection(tub, furl, limits, clock);
  }

  private void connected(RemoteReference object) throws FoolscapException, InterruptedException {
    if (!uploads(object.as(RemoteHelper.Helper.class, limits.call()))) {
      LOG.error("the helper does not upload files: it is of no use");
      return;
    }
    ConnectedHelper helper = new ConnectedHelper(object, limits);
    current = Optional.of(helper);
    object.onLost(() -> lost(helper));
    LOG.info("files are uploaded through the helper from now on");
  }

  private void lost(ConnectedHelper helper) {
    if (current.filter(now -> now == helper).isPresent()) {
      current = Optional.empty();
      LOG.info("the helper is lost: files are uploaded without it");
    }
  }

  private static boolean uploads(RemoteHelper.Helper helper)
      throws FoolscapException, InterruptedException {
    try {
      return helper.getVersion() instanceof Value.Dict(Map<Value, Value> version)
          && version.containsKey(Value.bytes(RemoteHelper.PROTOCOL));
    } catch (DeadReferenceException e) {
      throw e;
    } catch (FoolscapException e) {
      // The first helpers could not be asked.
      return true;
    } catch (ReportedException e) {
      throw new IllegalStateException("only the called side reports", e);
    }
  }

  /** The helper, if there is a connection now. */
  public Optional<UploadHelper> connected() {
    return current.filter(ConnectedHelper::isAlive).map(helper -> helper);
  }

  /** How it stands with the connection, in words. */
  public String summary() {
    return FoolscapStatus.summary(reconnector.status(), clock);
  }

  @Override
  public void close() {
    reconnector.close();
    current = Optional.empty();
  }
}
