package org.truckee.web.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.truckee.grid.DamagedEntry;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.FileContents;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.grid.NameOrder;

/**
 * A directory and all below it, written as one archive. Whatever is linked twice is in it twice,
 * but a directory that is below itself is not entered again. What cannot be had is told of in a
 * text at the end, and the rest is whole. Used once, by one thread.
 */
public final class FolderArchive {
  /** The name of the text that says what is missing. */
  public static final String MISSING = "NOT IN THIS ARCHIVE.txt";

  private static final int AHEAD = 8;

  /** A path that is longer cannot be unpacked where most people would. */
  private static final int LONGEST_PATH = 4000;

  /** What waits for its turn takes about so much, beside what was read of it. */
  private static final long BYTES_OF_PENDING = 1000;

  /** What the one folder that is read ahead takes is known only when it has been read. */
  private static final long BYTES_OF_FOLDER = 1 << 20;

  private static final long BYTES_OF_READ_AHEAD = (long) AHEAD * Pending.SMALL + BYTES_OF_FOLDER;
  private static final long BYTES_OF_RECORD = 100;

  private static final Comparator<Link> BY_NAME =
      Comparator.comparing(Link::name, NameOrder.BY_CODE_POINTS);

  private final ZipWriter zip;
  private final Allowance allowance;
  private final Function<IOException, String> words;
  private final Instant now;
  private final Omissions missing = new Omissions();
  private final Deque<Pending> stack = new ArrayDeque<>();
  private long held;
  private long mostHeld;

  /** Grants memory. */
  @FunctionalInterface
  public interface Allowance {
    /**
     * Takes bytes more.
     *
     * @throws IOException if there are not so many
     */
    void take(long bytes) throws IOException, InterruptedException;
  }

  /**
   * An archive.
   *
   * @param out takes it, and is not closed
   * @param allowance the memory that it may take
   * @param words what is said of a failure
   * @param now the time of what has none
   */
  public FolderArchive(
      OutputStream out, Allowance allowance, Function<IOException, String> words, Instant now) {
    this.zip = new ZipWriter(out);
    this.allowance = allowance;
    this.words = words;
    this.now = now;
  }

  /**
   * Writes all of it.
   *
   * @param name of the folder that all is in
   * @param root the directory
   * @param listing what of it is wanted
   * @throws IOException if it cannot be written to where it goes; the archive ends there
   */
  public void write(String name, Directory root, DirectoryListing listing)
      throws IOException, InterruptedException {
    String top = EntryNames.safe(name);
    try {
      allowance.take(BYTES_OF_READ_AHEAD);
      zip.folder(top, now);
      enter(new Pending(root, top, now, Optional.empty()), listing);
      while (!stack.isEmpty()) {
        readAhead();
        try (Pending next = stack.pop()) {
          held -= BYTES_OF_PENDING;
          add(next);
        }
      }
      if (!missing.isEmpty()) {
        addText(top + "/" + MISSING, missing.text());
      }
      zip.finish();
    } finally {
      stack.forEach(Pending::close);
    }
  }

  /** Small files and one folder: each may have as many children as somebody liked to give it. */
  private void readAhead() {
    Iterator<Pending> next = stack.iterator();
    boolean folders = false;
    for (int i = 0; i < AHEAD && next.hasNext(); i++) {
      Pending one = next.next();
      if (!one.isFolder() || !folders) {
        one.start();
      }
      folders |= one.isFolder();
    }
  }

  private void add(Pending next) throws IOException, InterruptedException {
    Pending.Read read;
    try {
      read = next.read();
    } catch (GridException e) {
      missing.note(next.path(), words.apply(e));
      return;
    }
    try {
      allowance.take(BYTES_OF_RECORD + 2L * next.path().length());
    } catch (IOException e) {
      giveUp(next.path(), e);
      return;
    }
    switch (read) {
      case Pending.Read.Folder(DirectoryListing listing) -> {
        zip.folder(next.path(), next.modified());
        enter(next, listing);
      }
      case Pending.Read.Whole(ByteBuffer contents) -> {
        try (ZipWriter.FileEntry entry =
            zip.file(next.path(), next.modified(), contents.remaining())) {
          entry.write(contents);
        }
      }
      case Pending.Read.Large(FileContents contents) -> addLarge(next, contents);
      case Pending.Read.Nothing(String reason) -> missing.note(next.path(), reason);
    }
  }

  private void addLarge(Pending file, FileContents contents)
      throws IOException, InterruptedException {
    try (ZipWriter.FileEntry entry = zip.file(file.path(), file.modified(), contents.size())) {
      contents.copyTo(entry, 0, contents.size(), DownloadOptions.DEFAULT);
      if (entry.written() < contents.size()) {
        missing.note(file.path(), "it ended before its end");
      }
    } catch (GridException e) {
      missing.note(file.path(), words.apply(e));
    }
  }

  private void addText(String path, byte[] text) throws IOException {
    try (ZipWriter.FileEntry entry = zip.file(path, now, text.length)) {
      entry.write(ByteBuffer.wrap(text));
    }
  }

  private void enter(Pending folder, DirectoryListing listing)
      throws IOException, InterruptedException {
    String path = folder.path();
    for (DamagedEntry damaged : listing.damaged()) {
      missing.note(path, "an entry of it cannot be understood: " + damaged.problem());
    }
    List<Link> links = listing.links().stream().sorted(BY_NAME).toList();
    try {
      hold(links.size() * BYTES_OF_PENDING);
    } catch (IOException e) {
      giveUp(path, e);
      return;
    }
    EntryNames names = new EntryNames();
    if (folder.isTop()) {
      names.unused(MISSING);
    }
    List<Pending> children = new ArrayList<>();
    for (Link link : links) {
      String below = path + "/" + names.unused(link.name());
      Pending child =
          new Pending(link.node(), below, EntryTimes.of(link, now), Optional.of(folder));
      if (below.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
        missing.note(path, "a path below it is too long: " + EntryNames.safe(link.name()));
      } else if (child.isCircle()) {
        missing.note(below, "it is a directory that is below itself");
      } else {
        children.add(child);
      }
    }
    held -= (links.size() - children.size()) * BYTES_OF_PENDING;
    children.reversed().forEach(stack::push);
  }

  private void hold(long bytes) throws IOException, InterruptedException {
    held += bytes;
    if (held > mostHeld) {
      allowance.take(held - mostHeld);
      mostHeld = held;
    }
  }

  /** There is no memory for more: the archive ends, and says so. */
  private void giveUp(String path, IOException problem) {
    missing.note(
        path,
        "this and all that follows is too much for one archive (%s); take its folders one by one"
            .formatted(problem.getMessage()));
    stack.forEach(Pending::close);
    stack.clear();
  }
}
