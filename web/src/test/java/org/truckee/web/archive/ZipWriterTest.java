package org.truckee.web.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives as others read them: by the list at their end, and front to back. */
class ZipWriterTest {
  private static final Instant TIME = Instant.parse("2026-11-30T10:20:30Z");
  private static final long FAR = (1L << 32) + 12345;

  @TempDir private Path folder;

  private static void add(ZipWriter zip, String name, byte[] contents) throws IOException {
    try (ZipWriter.FileEntry entry = zip.file(name, TIME, contents.length)) {
      int half = contents.length / 2;
      entry.write(ByteBuffer.wrap(contents, 0, half));
      entry.write(ByteBuffer.wrap(contents, half, contents.length - half).asReadOnlyBuffer());
    }
  }

  private static byte[] contents(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatIsWrittenIsReadAgainFromBothEnds() throws IOException {
    List<Integer> sizes = List.of(0, 1, 65534, 65535, 65536, 131070, 200_000);
    Path file = folder.resolve("a.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      ZipWriter zip = new ZipWriter(out);
      zip.folder("ünï", TIME);
      for (int size : sizes) {
        add(zip, "ünï/" + size, contents(size));
      }
      zip.finish();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(Collections.list(zip.entries()).stream().map(ZipEntry::getName))
          .startsWith("ünï/")
          .hasSize(1 + sizes.size());
      for (int size : sizes) {
        ZipEntry entry = zip.getEntry("ünï/" + size);
        assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(TIME);
        assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(contents(size));
      }
    }
    List<Integer> streamed = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          byte[] bytes = zip.readAllBytes();
          assertThat(bytes).isEqualTo(contents(bytes.length));
          streamed.add(bytes.length);
        }
      }
    }
    assertThat(streamed).isEqualTo(sizes);
  }

  @Test
  void aFileThatBreaksOffIsNotInTheList() throws IOException {
    Path file = folder.resolve("a.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      ZipWriter zip = new ZipWriter(out);
      try (ZipWriter.FileEntry entry = zip.file("broken", TIME, 100_000)) {
        entry.write(ByteBuffer.wrap(contents(70_000)));
        assertThat(entry.written()).isEqualTo(70_000);
      }
      add(zip, "whole", contents(10));
      zip.finish();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(Collections.list(zip.entries()).stream().map(ZipEntry::getName))
          .containsExactly("whole");
      assertThat(zip.getInputStream(zip.getEntry("whole")).readAllBytes()).isEqualTo(contents(10));
    }
  }

  @Test
  void moreEntriesThanOldArchivesCanCount() throws IOException {
    int count = 70_000;
    Path file = folder.resolve("many.zip");
    try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
      ZipWriter zip = new ZipWriter(out);
      for (int i = 0; i < count; i++) {
        add(zip, "f" + i, new byte[0]);
      }
      zip.finish();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.size()).isEqualTo(count);
      assertThat(zip.getEntry("f69999")).isNotNull();
    }
  }

  /** The archive begins behind a hole, as one does that a program stands before. */
  @Test
  void whatLiesBeyondFourGibibytesIsFound() throws IOException {
    Path file = folder.resolve("far.zip");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(FAR);
      ZipWriter zip = new ZipWriter(Channels.newOutputStream(sparse.getChannel()), FAR);
      add(zip, "far", contents(1000));
      zip.finish();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.getInputStream(zip.getEntry("far")).readAllBytes()).isEqualTo(contents(1000));
    }
  }

  /** The contents are a hole, so only what is said of them is looked at. */
  @Test
  void whatIsLargerThanFourGibibytesIsSaidToBe() throws IOException {
    ZipRecords.Entry entry = new ZipRecords.Entry("large", TIME, FAR, FAR + 5, 0);
    byte[] local = ZipRecords.local(entry);
    Path file = folder.resolve("large.zip");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(local);
      sparse.seek(local.length + entry.stored());
      sparse.write(ZipRecords.descriptor(entry, 7));
      long begin = sparse.getFilePointer();
      sparse.write(ZipRecords.central(entry, 7));
      sparse.write(ZipRecords.end(1, begin, sparse.getFilePointer()));
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.getEntry("large").getSize()).isEqualTo(FAR);
      assertThat(zip.getEntry("large").getCompressedSize()).isEqualTo(FAR + 5);
    }
  }
}
