package org.truckee.firstgen.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.download.Downloader;
import org.truckee.firstgen.introducer.KnownPeers;
import org.truckee.firstgen.remote.OldFailures;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.upload.Uploader;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Concurrent;

/**
 * The control port of a node ({@code spec/12 §14}). Whoever has its FURL can read and write every
 * file that the node can, so it is in a file for the owner only.
 */
@Concurrent
public final class ServedControl implements OldRemote.ControlClient {
  private static final Logger LOG = LoggerFactory.getLogger(ServedControl.class);

  /** Nobody waits for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final List<String> MEASURES = List.of("VmPeak", "VmSize", "VmData");
  private static final int KILO = 1024;

  private final KnownPeers peers;
  private final Uploader uploader;
  private final Downloader downloader;

  /** The control port of a node with these parts. */
  public ServedControl(KnownPeers peers, Uploader uploader, Downloader downloader) {
    this.peers = peers;
    this.uploader = uploader;
    this.downloader = downloader;
  }

  /** What a call does. */
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> T told(Work<T> work) throws ReportedException, InterruptedException {
    try {
      return work.run();
    } catch (IOException e) {
      LOG.info("the control port could not do something: {}", e.getMessage());
      throw OldFailures.runtimeError(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw OldFailures.assertionError(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void waitForClientConnections(int numClients)
      throws InterruptedException, ReportedException {
    if (!peers.await(numClients, PATIENCE)) {
      throw OldFailures.runtimeError(
          "%d clients are connected after %d minutes"
              .formatted(peers.connected().size(), PATIENCE.toMinutes()));
    }
  }

  @Override
  public byte[] uploadFromFileToUri(byte[] filename)
      throws InterruptedException, ReportedException {
    return told(() -> uploader.upload(path(filename)).text().getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public byte[] downloadFromUriToFile(byte[] uri, byte[] filename)
      throws InterruptedException, ReportedException {
    return told(
        () -> {
          downloader.file(
              FileUri.parse(new String(uri, StandardCharsets.ISO_8859_1)), path(filename));
          return filename;
        });
  }

  private static Path path(byte[] filename) {
    return Path.of(new String(filename, StandardCharsets.UTF_8));
  }

  @Override
  public Map<byte[], Integer> getMemoryUsage() throws InterruptedException, ReportedException {
    return told(
        () -> {
          Map<byte[], Integer> usage = new LinkedHashMap<>();
          if (Files.isReadable(STATUS)) {
            for (String line : Files.readAllLines(STATUS)) {
              String[] words = line.split("[:\\s]+");
              if (words.length >= 2 && MEASURES.contains(words[0])) {
                usage.put(
                    words[0].getBytes(StandardCharsets.US_ASCII), bytes(Long.parseLong(words[1])));
              }
            }
          }
          return usage;
        });
  }

  /** No answer can have more than 31 bits; a JVM easily reserves more. */
  private static int bytes(long kilobytes) {
    return (int) Math.min(Integer.MAX_VALUE, kilobytes * KILO);
  }
}
