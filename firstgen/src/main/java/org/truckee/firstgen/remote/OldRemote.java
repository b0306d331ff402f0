package org.truckee.firstgen.remote;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.ByName;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.MessageLimit;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.value.Reference;

/** The remote interfaces of 2007 ({@code spec/12 §4, §6.4, §9, §12, §14}). */
public interface OldRemote {
  /** Length of a hash and of a secret in bytes. */
  int HASH = 32;

  /** Length of a node id in bytes. */
  int NODE_ID = 20;

  /** The longest storage index in bytes. */
  int INDEX = 16;

  /** The longest URI in bytes. */
  int URI = 300;

  /** The longest FURL in bytes. */
  int FURL = 1000;

  /** The most shares in one message. */
  int MAX_BUCKETS = 200;

  /** The most bytes of share data in one message. */
  int SHARE_DATA = 400_000;

  /** The longest entry of a directory, and any other byte string. */
  int STRING = 1000;

  /** The most entries of a directory in one message. */
  int MAX_ENTRIES = 1000;

  /** The most FURLs in one message. */
  int MAX_FURLS = 30;

  /** What a full directory takes in memory while it arrives. */
  long LIST_MESSAGE = 16 << 20;

  /** RIBucketWriter. */
  @RemoteName("RIBucketWriter")
  interface BucketWriter {
    void write(int offset, @Limit(SHARE_DATA) byte[] data)
        throws FoolscapException, InterruptedException, ReportedException;

    void close() throws FoolscapException, InterruptedException, ReportedException;
  }

  /** RIBucketReader. */
  @RemoteName("RIBucketReader")
  interface BucketReader {
    @Limit(SHARE_DATA)
    byte[] read(int offset, int length)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /**
   * The answer to a request for space.
   *
   * @param alreadyGot the shares that are there
   * @param writers for those that are wanted
   */
  record Granted(
      @Limit(MAX_BUCKETS) Set<Integer> alreadyGot,
      @Limit(MAX_BUCKETS) Map<Integer, BucketWriter> writers) {}

  /** RIStorageServer; the one of today has another name. */
  @RemoteName("RIStorageServer")
  interface StorageServer {
    Granted allocateBuckets(
        @Limit(INDEX) byte[] storageIndex,
        @Limit(value = HASH, min = HASH) byte[] renewSecret,
        @Limit(value = HASH, min = HASH) byte[] cancelSecret,
        @Limit(MAX_BUCKETS) Set<Integer> sharenums,
        int allocatedSize,
        @ByName Reference canary)
        throws FoolscapException, InterruptedException, ReportedException;

    void renewLease(
        @Limit(INDEX) byte[] storageIndex, @Limit(value = HASH, min = HASH) byte[] renewSecret)
        throws FoolscapException, InterruptedException, ReportedException;

    void cancelLease(
        @Limit(INDEX) byte[] storageIndex, @Limit(value = HASH, min = HASH) byte[] cancelSecret)
        throws FoolscapException, InterruptedException, ReportedException;

    @Limit(MAX_BUCKETS)
    Map<Integer, BucketReader> getBuckets(@Limit(INDEX) byte[] storageIndex)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** The entries of one child. */
  record ChildSlots(@Limit(STRING) byte[] write, @Limit(STRING) byte[] read) {}

  /** The entries of one child with its name. */
  record NamedSlots(
      @Limit(STRING) byte[] name, @Limit(STRING) byte[] write, @Limit(STRING) byte[] read) {}

  /** RIVirtualDriveServer. */
  @RemoteName("RIVirtualDriveServer")
  interface VirtualDriveServer {
    @RemoteName("get_public_root_uri")
    @Limit(URI)
    byte[] getPublicRootUri() throws FoolscapException, InterruptedException, ReportedException;

    @Limit(value = HASH, min = HASH)
    byte[] createDirectory(
        @Limit(value = HASH, min = HASH) byte[] index,
        @Limit(value = HASH, min = HASH) byte[] writeEnabler)
        throws FoolscapException, InterruptedException, ReportedException;

    ChildSlots get(
        @Limit(value = HASH, min = HASH) byte[] index, @Limit(value = HASH, min = HASH) byte[] key)
        throws FoolscapException, InterruptedException, ReportedException;

    @MessageLimit(LIST_MESSAGE)
    @Limit(MAX_ENTRIES)
    List<NamedSlots> list(@Limit(value = HASH, min = HASH) byte[] index)
        throws FoolscapException, InterruptedException, ReportedException;

    void set(
        @Limit(value = HASH, min = HASH) byte[] index,
        @Limit(value = HASH, min = HASH) byte[] writeEnabler,
        @Limit(value = HASH, min = HASH) byte[] key,
        @Limit(STRING) byte[] name,
        @Limit(STRING) byte[] write,
        @Limit(STRING) byte[] read)
        throws FoolscapException, InterruptedException, ReportedException;

    void delete(
        @Limit(value = HASH, min = HASH) byte[] index,
        @Limit(value = HASH, min = HASH) byte[] writeEnabler,
        @Limit(value = HASH, min = HASH) byte[] key)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** The advice of an introducer: shares needed, desired, and in total. */
  record Encoding(int needed, int desired, int total) {}

  /** RIIntroducerClient. */
  @RemoteName("RIIntroducerClient")
  interface IntroducerClient {
    void newPeers(@Limit(MAX_FURLS) Set<@Limit(FURL) byte[]> furls)
        throws FoolscapException, InterruptedException, ReportedException;

    void setEncodingParameters(Encoding parameters)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** RIIntroducer. */
  @RemoteName("RIIntroducer")
  interface Introducer {
    void hello(@ByName IntroducerClient node, @ByName @Limit(FURL) byte[] furl)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** The version of a node and the oldest that it can talk to. */
  record Versions(@Limit(STRING) byte[] own, @Limit(STRING) byte[] oldest) {}

  /** RIClient. */
  @RemoteName("RIClient")
  interface Client {
    Versions getVersions() throws FoolscapException, InterruptedException, ReportedException;

    Reference getService(@Limit(STRING) byte[] name)
        throws FoolscapException, InterruptedException, ReportedException;

    @Limit(value = NODE_ID, min = NODE_ID)
    byte[] getNodeid() throws FoolscapException, InterruptedException, ReportedException;
  }

  /** RIControlClient. */
  @RemoteName("RIControlClient")
  interface ControlClient {
    void waitForClientConnections(int numClients)
        throws FoolscapException, InterruptedException, ReportedException;

    @Limit(URI)
    byte[] uploadFromFileToUri(@Limit(STRING) byte[] filename)
        throws FoolscapException, InterruptedException, ReportedException;

    @Limit(STRING)
    byte[] downloadFromUriToFile(@Limit(URI) byte[] uri, @Limit(STRING) byte[] filename)
        throws FoolscapException, InterruptedException, ReportedException;

    @Limit(MAX_FURLS)
    Map<@Limit(STRING) byte[], Integer> getMemoryUsage()
        throws FoolscapException, InterruptedException, ReportedException;
  }
}
