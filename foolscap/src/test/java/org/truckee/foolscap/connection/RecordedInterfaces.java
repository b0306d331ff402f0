package org.truckee.foolscap.connection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/** The interfaces that the recorded calls are made with. */
final class RecordedInterfaces {
  private RecordedInterfaces() {}

  record Granted(
      @Limit(256) Set<Integer> present, @Limit(256) Map<Integer, BucketWriter> writers) {}

  record Range(long offset, int length) {}

  record Test(long offset, int length, byte[] operator, byte[] specimen) {}

  record Write(long offset, byte[] data) {}

  record Changes(List<Test> tests, List<Write> writes, Optional<Long> newLength) {}

  record Secrets(
      @Limit(value = 32, min = 32) byte[] writeEnabler,
      @Limit(value = 32, min = 32) byte[] renew,
      @Limit(value = 32, min = 32) byte[] cancel) {}

  record Changed(boolean done, Map<Integer, List<byte[]>> before) {}

  @RemoteName("RIBucketWriter")
  interface BucketWriter {
    void write(long offset, byte[] data) throws FoolscapException, InterruptedException;

    void close() throws FoolscapException, InterruptedException;

    void abort() throws FoolscapException, InterruptedException;
  }

  @RemoteName("RIBucketReader")
  interface BucketReader {
    byte[] read(long offset, int length) throws FoolscapException, InterruptedException;
  }

  @RemoteName("RIStorageServer.tahoe.allmydata.com")
  interface StorageServer {
    Map<byte[], Value> getVersion() throws FoolscapException, InterruptedException;

    Granted allocateBuckets(
        @Limit(16) byte[] storageIndex,
        @Limit(value = 32, min = 32) byte[] renewSecret,
        @Limit(value = 32, min = 32) byte[] cancelSecret,
        @Limit(256) Set<Integer> sharenums,
        long allocatedSize,
        Reference canary)
        throws FoolscapException, InterruptedException;

    Value addLease(
        @Limit(16) byte[] storageIndex,
        @Limit(value = 32, min = 32) byte[] renewSecret,
        @Limit(value = 32, min = 32) byte[] cancelSecret)
        throws FoolscapException, InterruptedException;

    @Limit(256)
    Map<Integer, BucketReader> getBuckets(@Limit(16) byte[] storageIndex)
        throws FoolscapException, InterruptedException;

    Map<Integer, List<byte[]>> slotReadv(
        @Limit(16) byte[] storageIndex, List<Integer> shares, List<Range> readv)
        throws FoolscapException, InterruptedException;

    Changed slotTestvAndReadvAndWritev(
        @Limit(16) byte[] storageIndex,
        Secrets secrets,
        Map<Integer, Changes> twVectors,
        List<Range> rVector)
        throws FoolscapException, InterruptedException;

    void adviseCorruptShare(
        byte[] shareType, @Limit(16) byte[] storageIndex, int shnum, byte[] reason)
        throws FoolscapException, InterruptedException;
  }

  /** A storage server that stores nothing. */
  static final class EmptyServer implements StorageServer {
    @Override
    public Map<byte[], Value> getVersion() {
      return Map.of();
    }

    @Override
    public Granted allocateBuckets(
        byte[] storageIndex,
        byte[] renewSecret,
        byte[] cancelSecret,
        Set<Integer> sharenums,
        long allocatedSize,
        Reference canary) {
      return new Granted(Set.of(), Map.of());
    }

    @Override
    public Value addLease(byte[] storageIndex, byte[] renewSecret, byte[] cancelSecret) {
      return Value.None.NONE;
    }

    @Override
    public Map<Integer, BucketReader> getBuckets(byte[] storageIndex) {
      Map<Integer, BucketReader> readers = new LinkedHashMap<>();
      if (storageIndex.length < 16) {
        return readers;
      }
      readers.put(0, new NoBytes());
      readers.put(1, new NoBytes());
      return readers;
    }

    @Override
    public Map<Integer, List<byte[]>> slotReadv(
        byte[] storageIndex, List<Integer> shares, List<Range> readv) {
      return Map.of();
    }

    @Override
    public Changed slotTestvAndReadvAndWritev(
        byte[] storageIndex,
        Secrets secrets,
        Map<Integer, Changes> twVectors,
        List<Range> rVector) {
      return new Changed(true, Map.of());
    }

    @Override
    public void adviseCorruptShare(
        byte[] shareType, byte[] storageIndex, int shnum, byte[] reason) {}
  }

  private static final class NoBytes implements BucketReader {
    @Override
    public byte[] read(long offset, int length) {
      return new byte[0];
    }
  }
}
