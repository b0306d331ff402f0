package org.truckee.node.gatherer;

import java.util.Optional;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.OneWay;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.value.Value;

/** The remote interfaces of logs ({@code spec/06 §13}). */
interface RemoteLogs {
  /** In bytes. */
  int MAX_TUB_ID = 1000;

  /** RILogGatherer. */
  @RemoteName("RILogGatherer.foolscap.lothar.com")
  interface Gatherer {
    @OneWay
    void logport(@Limit(MAX_TUB_ID) byte[] nodeid, Publisher logport)
        throws FoolscapException, InterruptedException;
  }

  /** RILogPublisher, without what concerns files of incidents, of which we have none to offer. */
  @RemoteName("RILogPublisher.foolscap.lothar.com")
  interface Publisher {
    /** A dict of names of programs and their versions. */
    Value getVersions() throws FoolscapException, InterruptedException;

    long getPid() throws FoolscapException, InterruptedException;

    /**
     * Has lines told from now on.
     *
     * @param catchUp whether those that are remembered come first
     */
    Subscription subscribeToAll(Observer observer, Optional<Boolean> catchUp)
        throws FoolscapException, InterruptedException, ReportedException;

    /** Has no more lines told; takes what {@link #subscribeToAll} has answered. */
    void unsubscribe(Value subscription) throws FoolscapException, InterruptedException;
  }

  /** RILogObserver, as far as it is called. */
  @RemoteName("RILogObserver.foolscap.lothar.com")
  interface Observer {
    /** A line: a dict whose keys are text. */
    void msg(Value logmsg) throws FoolscapException, InterruptedException;
  }

  /** RISubscription. */
  @RemoteName("RISubscription.foolscap.lothar.com")
  interface Subscription {
    void unsubscribe() throws FoolscapException, InterruptedException;
  }
}
