package org.truckee.cli.debug;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.Fingerprint;
import org.truckee.capability.MutableVerifyCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.immutable.LayoutException;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.mutable.MutableLayoutException;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.storage.ByteRange;
import org.truckee.storage.disk.ShareContainer;

/** The shares in share files, read by the formats of their kinds. */
final class ShareFiles {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_SHARES = 256;

  private ShareFiles() {}

  /**
   * An immutable share.
   *
   * @param extensionLength bytes of the URI extension block as they stand in the share
   */
  record Immutable(ShareLayout layout, UriExtension extension, int extensionLength) {
    /** What would verify the file, if it has that storage index. */
    ChkVerifyCap verifyCap(StorageIndex index) throws IOException {
      try {
        return new ChkVerifyCap(
            index,
            new UriExtensionHash(extension.hash()),
            shares("needed_shares"),
            shares("total_shares"),
            extension.requiredNumber("size"));
      } catch (UriExtensionException e) {
        throw new IOException("the URI extension block is damaged: " + e.getMessage(), e);
      }
    }

    private int shares(String key) throws UriExtensionException, IOException {
      long number = extension.requiredNumber(key);
      if (number > MOST_SHARES) {
        throw new IOException("no file has %d shares".formatted(number));
      }
      return (int) number;
    }
  }

  /** A share of a mutable file. */
  record Mutable(VersionHeader header, MutableShareLayout layout, ShareContainer container) {
    /** What would verify the file, if it has that storage index. */
    MutableVerifyCap verifyCap(StorageIndex index) throws IOException {
      Fingerprint fingerprint = Fingerprint.of(bytes(layout.publicKeyRange()));
      return new MutableVerifyCap(header.format(), index, fingerprint);
    }

    /** A part of the share. */
    byte[] bytes(ByteRange range) throws IOException {
      if (range.length() > MOST_BYTES) {
        throw new IOException("a part of the share has %d bytes".formatted(range.length()));
      }
      return container.data(range.begin(), (int) range.length());
    }
  }

  /**
   * Reads an immutable share.
   *
   * @throws IOException if it is none
   */
  static Immutable immutable(ShareContainer container) throws IOException {
    try {
      ShareLayout layout =
          ShareLayout.parse(ByteBuffer.wrap(container.data(0, ShareLayout.MAX_HEADER)));
      ByteBuffer length =
          ByteBuffer.wrap(container.data(layout.uriExtension(), layout.lengthFieldLength()));
      if (length.remaining() < layout.lengthFieldLength()) {
        throw new IOException("the share ends before its URI extension block");
      }
      long bytes =
          layout.version() == 1 ? Integer.toUnsignedLong(length.getInt()) : length.getLong();
      if (bytes < 0 || bytes > UriExtension.MAX_LENGTH) {
        throw new IOException("the URI extension block would have %d bytes".formatted(bytes));
      }
      byte[] block =
          container.data(layout.uriExtension() + layout.lengthFieldLength(), (int) bytes);
      return new Immutable(layout, UriExtension.parse(block), block.length);
    } catch (LayoutException | UriExtensionException e) {
      throw new IOException("the share cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a share of a mutable file.
   *
   * @throws IOException if it is none that we know
   */
  static Mutable mutable(ShareContainer container) throws IOException {
    try {
      byte[] head = container.data(0, MutableShareLayout.MAX_HEAD);
      VersionHeader header = VersionHeader.parse(head);
      return new Mutable(header, MutableShareLayout.parse(header, head), container);
    } catch (MutableLayoutException e) {
      throw new IOException("the share cannot be read: " + e.getMessage(), e);
    }
  }

  /** The storage index by which the folder of a share is called; empty if it has another name. */
  static Optional<StorageIndex> index(Path share) {
    Path folder = share.getParent();
    if (folder == null || folder.getFileName() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(StorageIndex.parse(folder.getFileName().toString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
