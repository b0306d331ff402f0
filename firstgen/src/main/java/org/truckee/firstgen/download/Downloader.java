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
   * @throws IOException if nobody can be asked, or the target fails
   */
  public <T> T download(FileUri uri, DownloadTarget<T> target)
      throws IOException, InterruptedException {
    try {
      switch (uri) {
        case LiteralUri literal -> {
          target.open(literal.size());
          target.write(literal.data());
          target.close();
        }
        case ChkUri file ->
            new FileDownload(file, new ShareSet(source.find(file.storageIndex()), random))
                .run(target);
      }
      return target.finish();
    } catch (IOException | InterruptedException | RuntimeException e) {
      target.fail(e);
      throw e;
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
