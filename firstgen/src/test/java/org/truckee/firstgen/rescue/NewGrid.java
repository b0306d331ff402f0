package org.truckee.firstgen.rescue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A grid of today in memory, which may stop to take things. */
final class NewGrid implements Destination {
  private final Map<String, Map<String, Child>> directories = new HashMap<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final AtomicInteger last = new AtomicInteger();
  final AtomicInteger uploads = new AtomicInteger();
  final AtomicInteger failAfter = new AtomicInteger(Integer.MAX_VALUE);

  private void take() throws IOException {
    if (failAfter.getAndDecrement() <= 0) {
      throw new IOException("the new grid takes nothing");
    }
  }

  @Override
  public synchronized Directory makeDirectory() throws IOException {
    take();
    int number = last.incrementAndGet();
    directories.put("RW:" + number, new TreeMap<>());
    return new Directory("RW:" + number, "RO:" + number);
  }

  @Override
  public synchronized String upload(Path file) throws IOException {
    take();
    uploads.incrementAndGet();
    String cap = "CHK:" + last.incrementAndGet();
    files.put(cap, Files.readAllBytes(file));
    return cap;
  }

  @Override
  public synchronized void link(String directoryWriteCap, Map<String, Child> children)
      throws IOException {
    take();
    directories.get(directoryWriteCap).putAll(children);
  }

  /** What is in a directory, by whatever cap. */
  Map<String, Child> children(String cap) {
    return directories.get(cap.replace("RO:", "RW:"));
  }

  byte[] contents(String cap) {
    return files.get(cap);
  }

  int directories() {
    return directories.size();
  }
}
