package org.truckee.grid.immutable.assist;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.immutable.upload.HelperReport;
import org.truckee.grid.immutable.upload.OfferedFile;
import org.truckee.grid.immutable.upload.UploadHelper;

/** A helper without a wire: a client's file is read by an assistant directly. */
final class InProcessHelper implements UploadHelper {
  private final UploadAssistant assistant;
  private final List<Long> offsets = Collections.synchronizedList(new ArrayList<>());
  private volatile long failAt = Long.MAX_VALUE;
  private volatile UnaryOperator<HelperReport> lie = UnaryOperator.identity();

  InProcessHelper(UploadAssistant assistant) {
    this.assistant = assistant;
  }

  /** Reads from this offset on fail. */
  InProcessHelper failingAt(long offset) {
    failAt = offset;
    return this;
  }

  /** What is reported is changed. */
  InProcessHelper lying(UnaryOperator<HelperReport> change) {
    lie = change;
    return this;
  }

  /** Where reads began. */
  List<Long> offsets() {
    return List.copyOf(offsets);
  }

  @Override
  public HelperReport upload(OfferedFile file) throws IOException, InterruptedException {
    Optional<AssistedFile> found = assistant.find(file.index());
    AssistedFile done =
        found.isPresent() ? found.get() : assistant.upload(file.index(), new Reader(file));
    Map<String, Duration> timings =
        done.upload().map(AssistedFile.Upload::timings).orElse(Map.of());
    return lie.apply(
        new HelperReport(
            done.uriExtension(),
            new UriExtensionHash(done.uriExtension().hash()),
            done.upload().isPresent()
                ? OptionalLong.of(done.upload().get().fetched())
                : OptionalLong.empty(),
            done.preexisting(),
            done.upload().isPresent() ? done.shares() : new TreeMap<>(),
            timings));
  }

  private final class Reader implements CrypttextReader {
    private final OfferedFile file;

    Reader(OfferedFile file) {
      this.file = file;
    }

    @Override
    public long size() {
      return file.geometry().fileSize();
    }

    @Override
    public Parameters parameters() {
      return new Parameters(
          file.geometry().needed(), file.happy(), file.total(), file.geometry().segmentSize());
    }

    @Override
    public List<byte[]> read(long offset, int length)
        throws CrypttextReaderException, InterruptedException {
      offsets.add(offset);
      if (offset >= failAt) {
        throw new CrypttextReaderException("the client is gone");
      }
      try {
        return List.of(file.read(offset, length));
      } catch (IOException e) {
        throw new CrypttextReaderException("the client cannot read", e);
      }
    }

    @Override
    public void close() {}
  }
}
