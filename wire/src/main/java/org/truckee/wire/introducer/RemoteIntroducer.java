package org.truckee.wire.introducer;

import java.util.Set;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.MessageLimit;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/** The remote interfaces of introduction ({@code spec/07 §3.1}). */
interface RemoteIntroducer {
  /** The key under which a version dictionary says that these interfaces are spoken. */
  String PROTOCOL = "http://allmydata.org/tahoe/protocols/introducer/v2";

  /** How many announcements come at once at most; the largest known grid has some hundreds. */
  int MAX_ANNOUNCEMENTS = 10_000;

  /** In bytes. */
  long MAX_ANNOUNCE_MESSAGE = 32 << 20;

  /** In bytes. */
  long MAX_PUBLISH_MESSAGE = 512 << 10;

  /** In bytes. */
  int MAX_SERVICE_NAME = 100;

  /** RIIntroducerPublisherAndSubscriberService_v2. */
  @RemoteName("RIIntroducerPublisherAndSubscriberService_v2.tahoe.allmydata.com")
  interface Service {
    Value getVersion() throws FoolscapException, InterruptedException, ReportedException;

    @RemoteName("publish_v2")
    @MessageLimit(MAX_PUBLISH_MESSAGE)
    void publish(Value announcement, Reference canary)
        throws FoolscapException, InterruptedException, ReportedException;

    @RemoteName("subscribe_v2")
    @MessageLimit(MAX_PUBLISH_MESSAGE)
    void subscribe(
        Subscriber subscriber, @Limit(MAX_SERVICE_NAME) byte[] serviceName, Value subscriberInfo)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** RIIntroducerSubscriberClient_v2. */
  @RemoteName("RIIntroducerSubscriberClient_v2.tahoe.allmydata.com")
  interface Subscriber {
    @RemoteName("announce_v2")
    @MessageLimit(MAX_ANNOUNCE_MESSAGE)
    void announce(@Limit(MAX_ANNOUNCEMENTS) Set<Value> announcements)
        throws FoolscapException, InterruptedException, ReportedException;
  }
}
