package org.truckee.grid.immutable.check;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.GridException;
import org.truckee.grid.GridServer;
import org.truckee.grid.ProgressListener;
import org.truckee.grid.RepairResult;
import org.truckee.grid.ServerId;
import org.truckee.grid.Servers;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.immutable.download.CrypttextFile;
import org.truckee.grid.immutable.download.Downloader;
import org.truckee.grid.immutable.download.SegmentReader;
import org.truckee.grid.immutable.upload.CrypttextUploader;
import org.truckee.grid.immutable.upload.PushedFile;
import org.truckee.grid.immutable.upload.UploadPlan;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.transfer.Range;
import org.truckee.grid.transfer.TimeLimit;
import org.truckee.storage.ShareNumber;

/**
 * Makes the missing and damaged shares of a file again from those that are left, without knowing
 * its key ({@code spec/01 §9.3–9.4}). A damaged share stays where it is, as servers do not replace
 * shares; its number goes to another server. Thread-safe.
 */
public final class Repairer {
  private final Servers servers;
  private final Checker checker;
  private final BetterSpread betterSpread;
  private final Downloader downloader;
  private final CrypttextUploader uploader;

  public Repairer(
      Servers servers,
      Checker checker,
      BetterSpread betterSpread,
      Downloader downloader,
      CrypttextUploader uploader) {
    this.servers = servers;
    this.checker = checker;
    this.betterSpread = betterSpread;
    this.downloader = downloader;
    this.uploader = uploader;
  }

  /**
   * Checks a file and repairs it if it is not healthy, or badly spread although there are servers
   * that would take more shares.
   *
   * @throws GridException if too few shares are left, or they cannot be made again as they were
   */
  public RepairResult checkAndRepair(ChkVerifyCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return TimeLimit.within(
        options.timeLimit(),
        "the repair of %s".formatted(cap),
        () -> {
          CheckResult before = checker.check(cap, options);
          return before.healthy() && !canBeSpreadBetter(cap, before)
              ? new RepairResult(before, false, before)
              : new RepairResult(before, true, repair(cap, before));
        });
  }

  private boolean canBeSpreadBetter(ChkVerifyCap cap, CheckResult before)
      throws IOException, InterruptedException {
    SegmentGeometry likely = CrypttextFile.guess(cap);
    int extension = UriExtension.lengthFor(likely, cap.total());
    long likelyLength = ShareLayout.of(likely, cap.total()).shareLength(extension);
    return !before.wellSpread()
        && betterSpread.isPossible(before, all(cap), likelyLength, spoiled(before));
  }

  private CheckResult repair(ChkVerifyCap cap, CheckResult before)
      throws IOException, InterruptedException {
    CrypttextFile file = downloader.open(cap);
    try (SegmentReader reader = downloader.read(file, Optional.empty(), new Range(0, 1))) {
      reader.next();
    }
    SegmentGeometry geometry = file.facts().geometry().orElseThrow();
    byte[] crypttextHash = requireReproducible(cap, file.facts().uriExtension(), geometry);
    PushedFile pushed =
        uploader.upload(
            plan(cap, geometry, before),
            () -> new RepairSource(downloader, file, crypttextHash),
            ProgressListener.NONE);
    return after(cap, before, pushed.sharemap());
  }

  /**
   * New shares must carry the very block that the capability names.
   *
   * @return the hash of the whole crypttext
   */
  private static byte[] requireReproducible(
      ChkVerifyCap cap, UriExtension extension, SegmentGeometry geometry) throws GridException {
    try {
      byte[] crypttextHash = extension.requiredHash("crypttext_hash");
      UriExtension again =
          UriExtension.of(
              geometry,
              cap.total(),
              crypttextHash,
              extension.requiredHash("crypttext_root_hash"),
              extension.requiredHash("share_root_hash"));
      if (Arrays.equals(again.hash(), cap.uriExtensionHash().bytes())) {
        return crypttextHash;
      }
    } catch (UriExtensionException e) {
      throw notReproducible(cap, e);
    }
    throw notReproducible(cap, null);
  }

  private static GridException notReproducible(ChkVerifyCap cap, Exception cause) {
    return new GridException(
        "%s was uploaded by a program that described files differently: its shares can be read but"
                .formatted(cap)
            + " not be made again. Download the file and upload it anew.",
        cause);
  }

  /** A plan for the missing shares; of a badly spread file also for those that are there. */
  private static UploadPlan plan(ChkVerifyCap cap, SegmentGeometry geometry, CheckResult before) {
    Set<ShareNumber> placeable =
        all(cap).stream()
            .filter(share -> !before.wellSpread() || !before.shareMap().containsKey(share))
            .collect(Collectors.toSet());
    return UploadPlan.of(
            UploadPlan.Purpose.REPAIR,
            cap.index(),
            geometry,
            cap.total(),
            0,
            placeable,
            spoiled(before))
        .expecting(cap.uriExtensionHash());
  }

  private static Set<ShareNumber> all(ChkVerifyCap cap) {
    return IntStream.range(0, cap.total()).mapToObj(ShareNumber::new).collect(Collectors.toSet());
  }

  /** Places that hold a worthless share, so that no other of its number can be put there. */
  private static Set<Holding> spoiled(CheckResult before) {
    return Stream.of(before.corrupt(), before.incompatible())
        .flatMap(List::stream)
        .map(Repairer::holding)
        .collect(Collectors.toSet());
  }

  private static Holding holding(ShareLocation location) {
    return new Holding(location.server(), location.share());
  }

  private CheckResult after(
      ChkVerifyCap cap, CheckResult before, SortedMap<ShareNumber, SortedSet<ServerId>> pushed) {
    Map<ServerId, GridServer> byId = new HashMap<>();
    servers.connected().forEach(server -> byId.put(server.id(), server));
    SortedMap<ShareNumber, Set<GridServer>> shares = new TreeMap<>();
    before.shareMap().forEach((share, holders) -> shares.put(share, new HashSet<>(holders)));
    Set<GridServer> responding = new HashSet<>(before.responding());
    pushed.forEach(
        (share, ids) ->
            ids.stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .forEach(
                    server -> {
                      shares.computeIfAbsent(share, unused -> new HashSet<>()).add(server);
                      responding.add(server);
                    }));
    return new CheckResult(
        cap.index(),
        cap.needed(),
        cap.total(),
        Examination.happiness(shares),
        before.spreadGoal(),
        shares,
        before.corrupt(),
        before.incompatible(),
        before.lost(),
        responding,
        before.silent(),
        shares.size() == cap.total() ? "healthy" : "not healthy");
  }
}
