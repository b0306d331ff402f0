package org.truckee.node.control;

import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.value.Value;

/** RIControlClient ({@code spec/07 §11}). */
@RemoteName("RIControlClient")
interface RemoteControl {
  /** In bytes. */
  int MAX_CAP = 10_000;

  /** In bytes. */
  int MAX_SECRET = 1000;

  void waitForClientConnections(int numClients)
      throws FoolscapException, InterruptedException, ReportedException;

  String uploadRandomDataFromFile(long size, @Limit(MAX_SECRET) byte[] convergence)
      throws FoolscapException, InterruptedException, ReportedException;

  void downloadToTempfileAndDelete(@Limit(MAX_CAP) byte[] uri)
      throws FoolscapException, InterruptedException, ReportedException;

  Value getMemoryUsage() throws FoolscapException, InterruptedException, ReportedException;

  Times speedTest(int count, long size, Value mutable)
      throws FoolscapException, InterruptedException, ReportedException;

  Value measurePeerResponseTime() throws FoolscapException, InterruptedException, ReportedException;

  /** How long all uploads and all downloads of a test took, in seconds. */
  record Times(double upload, double download) {}
}
