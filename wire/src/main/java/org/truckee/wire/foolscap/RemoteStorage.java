package org.truckee.wire.foolscap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.MessageLimit;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/** The remote interfaces of storage servers ({@code spec/07 §9}). */
interface RemoteStorage {
  /** The most shares of a bucket. */
  int MAX_SHARES = 256;

  /** How many bytes a change of a slot, or what is read of one, may take. */
  long MAX_SLOT_MESSAGE = 64 << 20;

  /** Length of a secret in bytes. */
  int SECRET = 32;

  /** Length of a storage index in bytes. */
  int INDEX = 16;

  /** RIStorageServer. */
  @RemoteName("RIStorageServer.tahoe.allmydata.com")
  interface Server {
    Value getVersion() throws FoolscapException, InterruptedException, ReportedException;

    Granted allocateBuckets(
        @Limit(INDEX) byte[] storageIndex,
        @Limit(value = SECRET, min = SECRET) byte[] renewSecret,
        @Limit(value = SECRET, min = SECRET) byte[] cancelSecret,
        @Limit(MAX_SHARES) Set<Integer> sharenums,
        long allocatedSize,
        Reference canary)
        throws FoolscapException, InterruptedException, ReportedException;

    Value addLease(
        @Limit(INDEX) byte[] storageIndex,
        @Limit(value = SECRET, min = SECRET) byte[] renewSecret,
        @Limit(value = SECRET, min = SECRET) byte[] cancelSecret)
        throws FoolscapException, InterruptedException, ReportedException;

    @Limit(MAX_SHARES)
    Map<Integer, Reader> getBuckets(@Limit(INDEX) byte[] storageIndex)
        throws FoolscapException, InterruptedException, ReportedException;

    @MessageLimit(MAX_SLOT_MESSAGE)
    Map<Integer, List<byte[]>> slotReadv(
        @Limit(INDEX) byte[] storageIndex, List<Integer> shares, List<Range> readv)
        throws FoolscapException, InterruptedException, ReportedException;

    @MessageLimit(MAX_SLOT_MESSAGE)
    Changed slotTestvAndReadvAndWritev(
        @Limit(INDEX) byte[] storageIndex,
        Secrets secrets,
        Map<Integer, Changes> twVectors,
        List<Range> rVector)
        throws FoolscapException, InterruptedException, ReportedException;

    void adviseCorruptShare(
        byte[] shareType, @Limit(INDEX) byte[] storageIndex, int shnum, byte[] reason)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** RIBucketWriter. */
  @RemoteName("RIBucketWriter")
  interface Writer {
    void write(long offset, ByteStream data)
        throws FoolscapException, InterruptedException, ReportedException;

    void close() throws FoolscapException, InterruptedException, ReportedException;

    void abort() throws FoolscapException, InterruptedException, ReportedException;
  }

  /** RIBucketReader. */
  @RemoteName("RIBucketReader")
  interface Reader {
    ByteStream read(long offset, long length)
        throws FoolscapException, InterruptedException, ReportedException;

    void adviseCorruptShare(byte[] reason)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** The answer to a request for space. */
  record Granted(
      @Limit(MAX_SHARES) Set<Integer> alreadyHave,
      @Limit(MAX_SHARES) Map<Integer, Writer> writers) {}

  /** A range to be read. */
  record Range(long offset, long length) {}

  /** A test of a mutable share. */
  record Test(long offset, long length, byte[] operator, byte[] specimen) {}

  /** Bytes for a mutable share. */
  record Write(long offset, byte[] data) {}

  /** What is tested and changed in one mutable share. */
  record Changes(List<Test> tests, List<Write> writes, Optional<Long> newLength) {}

  /** The secrets that go with a change. */
  record Secrets(
      @Limit(value = SECRET, min = SECRET) byte[] writeEnabler,
      @Limit(value = SECRET, min = SECRET) byte[] renew,
      @Limit(value = SECRET, min = SECRET) byte[] cancel) {}

  /** The answer to a change. */
  record Changed(boolean done, Map<Integer, List<byte[]>> before) {}
}
