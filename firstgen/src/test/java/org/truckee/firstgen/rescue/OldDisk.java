package org.truckee.firstgen.rescue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.truckee.firstgen.download.Downloader;
import org.truckee.firstgen.drive.DirectoryFiles;
import org.truckee.firstgen.drive.DirectoryFolders;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.NodeMaker;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.SegmentPlan;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.share.ShareSink;
import org.truckee.firstgen.storage.ShareFolders;
import org.truckee.firstgen.upload.ContentKey;
import org.truckee.firstgen.upload.Encoder;
import org.truckee.firstgen.upload.Uploadable;
import org.truckee.firstgen.uri.FileKey;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.firstgen.uri.LiteralUri;
import org.truckee.firstgen.uri.WritableDirectoryUri;

/** The disks of a grid of 2007 that runs no more: shares of two servers, and directories. */
final class OldDisk {
  static final EncodingParameters CODE = new EncodingParameters(3, 4, 5);

  final Path shares;
  private final Path vdrive;
  final DirectoryFiles directories;
  final WritableDirectoryUri root;
  private final Random random;

  OldDisk(Path folder, Random random) throws IOException {
    this.shares = Files.createDirectories(folder.resolve("server/storage/shares"));
    this.vdrive = folder.resolve("introducer/vdrive");
    this.directories = DirectoryFiles.open(vdrive);
    this.random = random;
    this.root = directories.offerRoot("pb://aaaa@127.0.0.1:1/vdrive", random);
  }

  /** Makes nodes for those who write. */
  DirectoryNode writer() {
    return new NodeMaker(furl -> directories, reader(), Optional.empty(), random).directory(root);
  }

  /** Makes nodes for those who read what is left. */
  DirectoryNode left() throws IOException {
    return new NodeMaker(
            DirectoryFolders.of(List.of(vdrive.getParent())), reader(), Optional.empty(), random)
        .directory(root);
  }

  private Downloader reader() {
    try {
      return new Downloader(ShareFolders.of(List.of(shares.getParent().getParent())), random);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  FileUri store(byte[] contents) throws IOException, InterruptedException {
    if (contents.length <= LiteralUri.THRESHOLD) {
      return new LiteralUri(contents);
    }
    FileKey key = ContentKey.of(Uploadable.of(contents));
    Path folder = shares.resolve(key.storageIndex().toString());
    Map<Integer, ShareSink> sinks = new TreeMap<>();
    if (!Files.exists(folder)) {
      Files.createDirectories(folder);
      for (int number = 0; number < CODE.total(); number++) {
        sinks.put(number, new FileSink(folder.resolve(Integer.toString(number))));
      }
    }
    return new Encoder(SegmentPlan.of(contents.length, CODE, 1000), key, ShareLayout.A, sinks, 0)
        .run(new ByteArrayInputStream(contents));
  }

  private record FileSink(Path file) implements ShareSink {
    @Override
    public void write(int offset, byte[] data) throws IOException {
      Files.write(file, data, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() {}

    @Override
    public String where() {
      return file.toString();
    }
  }
}
