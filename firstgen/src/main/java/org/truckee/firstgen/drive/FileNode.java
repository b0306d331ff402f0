package org.truckee.firstgen.drive;

import java.io.IOException;
import org.truckee.firstgen.download.DownloadTarget;
import org.truckee.firstgen.download.Downloader;
import org.truckee.firstgen.uri.FileUri;

/** A file that can be read ({@code spec/12 §6.6}). */
public final class FileNode implements DriveNode {
  private final FileUri uri;
  private final Downloader downloader;

  FileNode(FileUri uri, Downloader downloader) {
    this.uri = uri;
    this.downloader = downloader;
  }

  @Override
  public FileUri uri() {
    return uri;
  }

  /** Its length in bytes. */
  public long size() {
    return uri.size();
  }

  /** Reads it. */
  public <T> T download(DownloadTarget<T> target) throws IOException, InterruptedException {
    return downloader.download(uri, target);
  }

  /** Reads it into memory, if it has at most {@code max} bytes. */
  public byte[] downloadToData(int max) throws IOException, InterruptedException {
    return downloader.bytes(uri, max);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileNode that && uri.equals(that.uri);
  }

  @Override
  public int hashCode() {
    return uri.hashCode();
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
