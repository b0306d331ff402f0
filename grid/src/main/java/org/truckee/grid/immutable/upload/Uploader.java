package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.ProgressListener;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.TransferCounters;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.history.History;
import org.truckee.grid.history.UploadStatus;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.transfer.ProgressMeter;
import org.truckee.grid.transfer.Workers;

/** Turns a plaintext into a capability and shares on servers ({@code spec/01 §7.2}). */
public final class Uploader {
  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  /** With more segments there would be more than half a gigabyte of hashes in each share. */
  private static final long MAX_SEGMENTS = 1 << 24;

  private final EncodingParameters usualEncoding;
  private final ConvergenceSecret usualSecret;
  private final RandomGenerator random;
  private final Workers workers;
  private final CrypttextUploader crypttextUploader;
  private final AssistedUploads assistedUploads;
  private final TransferCounters counters;
  private final History history;
  private final Supplier<Optional<UploadHelper>> helper;

  /**
   * An uploader for a grid.
   *
   * @param encoding of uploads that do not bring their own
   * @param secret that goes into the convergent keys of uploads that do not bring their own
   * @param random where other keys come from
   * @param workers the threads that hash and encipher
   * @param counters count what is uploaded
   * @param history hears of uploads
   * @param helper who makes and spreads shares in place of this node now, if anybody does
   */
  public Uploader(
      EncodingParameters encoding,
      ConvergenceSecret secret,
      RandomGenerator random,
      Workers workers,
      CrypttextUploader crypttextUploader,
      AssistedUploads assistedUploads,
      TransferCounters counters,
      History history,
      Supplier<Optional<UploadHelper>> helper) {
    this.usualEncoding = encoding;
    this.usualSecret = secret;
    this.random = random;
    this.workers = workers;
    this.crypttextUploader = crypttextUploader;
    this.assistedUploads = assistedUploads;
    this.counters = counters;
    this.history = history;
    this.helper = helper;
  }

  /**
   * Uploads a file: a small one becomes its own capability, any other shares on servers. The time
   * limit of the options is the caller's business.
   *
   * @throws IOException if no servers were found, too many were lost, or the source failed; no
   *     share is left half sent
   */
  public UploadResult upload(Source source, UploadOptions options)
      throws IOException, InterruptedException {
    try {
      Object state = source.state();
      long size = source.size();
      counters.countUpload(size);
      return size <= LiteralCap.MAX_UPLOAD_SIZE
          ? uploadLiteral(source, (int) size, options)
          : uploadRecorded(source, state, size, options);
    } catch (ClosedByInterruptException e) {
      // This is how a file channel says that its reader was interrupted.
      Thread.interrupted();
      throw new InterruptedException("the upload was cancelled");
    }
  }

  private static UploadResult uploadLiteral(Source source, int size, UploadOptions options)
      throws IOException {
    byte[] data;
    try (InputStream in = source.open()) {
      data = in.readNBytes(size);
    }
    if (data.length != size) {
      throw new SourceChangedException(
          "the file had %d bytes when its upload began, but %d were read; upload it again"
              .formatted(size, data.length));
    }
    new ProgressMeter(options.progress(), size).add(size);
    return new UploadResult(
        size,
        new LiteralCap(data),
        Optional.empty(),
        0,
        new TreeMap<>(),
        UploadResult.Timings.NONE,
        Map.of());
  }

  private UploadResult uploadRecorded(Source source, Object state, long size, UploadOptions options)
      throws IOException, InterruptedException {
    try (UploadStatus status = history.upload(size)) {
      UploadResult result = uploadShares(source, state, size, options, status);
      status.finished(result);
      return result;
    }
  }

  private UploadResult uploadShares(
      Source source, Object state, long size, UploadOptions options, UploadStatus status)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    EncodingParameters encoding = options.encoding().orElse(usualEncoding);
    requireManageable(size, encoding);
    SegmentGeometry geometry =
        SegmentGeometry.of(size, encoding.needed(), encoding.maxSegmentSize());
    EncryptionKey key = key(source, size, encoding, options.key());
    Optional<ConvergenceSecret> secret = secret(options.key());
    Duration keyTime = Duration.ofNanos(System.nanoTime() - begin);
    status.contactingServers(key.storageIndex());
    UploadPlan plan =
        UploadPlan.of(
            secret.isPresent() ? UploadPlan.Purpose.CONVERGENT_FILE : UploadPlan.Purpose.FILE,
            key.storageIndex(),
            geometry,
            encoding.total(),
            encoding.happy());
    Plaintext plaintext =
        new Plaintext(
            source,
            state,
            size,
            secret.map(value -> () -> ConvergentKey.hasher(geometry, encoding.total(), value)));
    PushedFile pushed =
        push(
            plan,
            () ->
                new WatchedSource(new EncipheringSource(plaintext, key, workers), geometry, status),
            watched(options.progress(), status));
    ChkReadCap cap =
        new ChkReadCap(key, pushed.uriExtensionHash(), encoding.needed(), encoding.total(), size);
    return new UploadResult(
        size,
        cap,
        Optional.of(cap.verifyCap()),
        pushed.preexisting(),
        pushed.sharemap(),
        new UploadResult.Timings(
            Duration.ofNanos(System.nanoTime() - begin),
            keyTime,
            pushed.selection(),
            pushed.encoding(),
            pushed.sending(),
            pushed.closing(),
            pushed.pushing()),
        pushed.servers());
  }

  /**
   * Once a helper has been chosen, the upload succeeds or fails with it, unless it has stored
   * something else: nobody is served by asking it again.
   */
  private PushedFile push(
      UploadPlan plan, CrypttextUploader.Opener source, ProgressListener progress)
      throws IOException, InterruptedException {
    Optional<UploadHelper> chosen = helper.get();
    if (chosen.isEmpty()) {
      return crypttextUploader.upload(plan, source, progress);
    }
    ProgressListener onward = new OnwardProgress(progress);
    try {
      return assistedUploads.upload(chosen.get(), plan, source, onward);
    } catch (UntrueReportException e) {
      LOG.warn("{}: the file is uploaded without it", e.getMessage());
      return crypttextUploader.upload(plan, source, onward);
    }
  }

  private static ProgressListener watched(ProgressListener listener, UploadStatus status) {
    return (done, total) -> {
      status.pushed(done, total);
      listener.progress(done, total);
    };
  }

  private static void requireManageable(long size, EncodingParameters encoding)
      throws FileTooLargeException {
    if (size / encoding.maxSegmentSize() >= MAX_SEGMENTS) {
      throw new FileTooLargeException(
          "This file is too large to be uploaded (data_size): %d bytes in segments of %d; split it"
              .formatted(size, encoding.maxSegmentSize()));
    }
  }

  private EncryptionKey key(Source source, long size, EncodingParameters encoding, KeyChoice choice)
      throws IOException, InterruptedException {
    return switch (choice) {
      case KeyChoice.Given given -> given.key();
      case KeyChoice.Random _ -> EncryptionKey.random(random);
      case KeyChoice.Convergent convergent -> {
        ConvergenceSecret secret = secret(choice).orElseThrow();
        Optional<EncryptionKey> known = source.convergentKey(encoding, secret);
        yield known.isPresent()
            ? known.get()
            : ConvergentKey.of(source, size, encoding, secret, workers);
      }
    };
  }

  /** The secret in a convergent key; empty for any other key. */
  private Optional<ConvergenceSecret> secret(KeyChoice choice) {
    return choice instanceof KeyChoice.Convergent convergent
        ? Optional.of(convergent.secret().orElse(usualSecret))
        : Optional.empty();
  }
}
