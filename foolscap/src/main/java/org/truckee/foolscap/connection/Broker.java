package org.truckee.foolscap.connection;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.value.Reference;

/** Object 0 of every connection ({@code spec/06 §8.6}). */
final class Broker {
  private static final int SHOWN = 2;

  private Broker() {}

  /** The interface of object 0. Its name never travels. */
  @RemoteName("RIBroker")
  interface Remote {
    @RemoteName("getReferenceByName")
    Reference getReferenceByName(@Limit(1000) byte[] name)
        throws FoolscapException, InterruptedException, ReportedException;

    void decref(long clid, long count)
        throws FoolscapException, InterruptedException, ReportedException;

    void decgift(@RemoteName("giftID") long giftId, long count)
        throws FoolscapException, InterruptedException;
  }

  /** The object 0 of this side. What it is asked happens in order. */
  record Local(Home home, OwnObjects own, Gifts gifts) implements Remote {
    @Override
    public Reference getReferenceByName(byte[] name) throws ReportedException {
      String text = new String(name, StandardCharsets.UTF_8);
      Optional<LocalObject> object = home.find(text);
      return object.orElseThrow(() -> unknown(text));
    }

    private static ReportedException unknown(String name) {
      String shown = name.substring(0, Math.min(SHOWN, name.length()));
      return new ReportedException(
          RemoteFailure.keyError(
              "\"unable to find reference for name starting with '%s'\"".formatted(shown)));
    }

    @Override
    public void decref(long clid, long count) throws ReportedException {
      own.release(clid, count);
    }

    @Override
    public void decgift(long giftId, long count) {
      gifts.accepted(giftId);
    }
  }
}
