package org.truckee.firstgen.download;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.truckee.firstgen.share.ShareSource;
import org.truckee.firstgen.uri.ChkUri;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.firstgen.uri.LiteralUri;

/**
 * Reads files ({@code spec/12 §11}). Nothing reaches a target that was not validated against the
 * URI. May be used by many threads at once.
 */
public final class Downloader {
  private final ShareSource source;
  private final RandomGenerator random;

  /**
   * Reads files whose shares are there.
   *
   * @param random chooses between shares that are equally good
   */
  public Downloader(ShareSource source, RandomGenerator random) {
    this.source = source;
    this.random = random;
  }

  /**
   * Reads a file.
   *
   * @return what the target makes of it
   * @throws NotEnoughSharesException if too few good shares can be had
   * @throws WrongContentsException if the shares do not hold what they were said to hold
   * @throws DownloadCancelledException if the target has cancelled it
   * @throws IOException if nobody can be asked, or the target fails
   */
  public <T> T download(FileUri uri, DownloadTarget<T> target)
      throws IOException, InterruptedException {
    Canceller canceller = new Canceller();
    try {
      target.registerCanceller(canceller);
      fetch(uri, target, canceller);
      canceller.requireGoing();
      return target.finish();
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (canceller.end()) {
        DownloadCancelledException cancelled = new DownloadCancelledException();
        target.fail(cancelled);
        throw cancelled;
      }
      target.fail(e);
      throw e;
    } finally {
      canceller.end();
    }
  }

  private void fetch(FileUri uri, DownloadTarget<?> target, Canceller canceller)
      throws IOException, InterruptedException {
    switch (uri) {
      case LiteralUri literal -> {
        canceller.requireGoing();
        target.open(literal.size());
        canceller.requireGoing();
        target.write(literal.data());
        canceller.requireGoing();
        target.close();
      }
      case ChkUri file ->
          new FileDownload(file, new ShareSet(source.find(file.storageIndex()), random), canceller)
              .run(target);
    }
  }

  /** Reads a file into memory, of at most {@code max} bytes. */
  public byte[] bytes(FileUri uri, int max) throws IOException, InterruptedException {
    return download(uri, new MemoryTarget(max));
  }

  /** Reads a file into a file, which appears when it is complete. */
  public Path file(FileUri uri, Path path) throws IOException, InterruptedException {
    return download(uri, new FileTarget(path));
  }
}
