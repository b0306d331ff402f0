package org.truckee.web.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.Capability;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.LiteralCap;
import org.truckee.crypto.Base32;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Checkable;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.KnownNode;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.Fact;
import org.truckee.web.pages.InfoView;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.ShareHealth;

/**
 * {@code t=info}: what is known of a thing, how its shares are, and what can be done with it
 * ({@code spec/08 §20.4}).
 */
final class InfoPage implements Operation<Reached<? extends FilesystemNode>> {
  private static final Logger LOG = LoggerFactory.getLogger(InfoPage.class);
  private static final int HANDLE_BYTES = 16;

  /** How much of a storage index is enough for people. */
  private static final int SHORT = 6;

  /** A page that somebody waits for asks servers for no longer than this. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final NodeStatus status;
  private final SecureRandom random = new SecureRandom();

  InfoPage(NodeStatus status) {
    this.status = status;
  }

  @Override
  public void perform(Reached<? extends FilesystemNode> reached, WebRequest request)
      throws IOException, InterruptedException {
    FilesystemNode node = reached.node();
    Found found = request.isHead() ? Found.NOTHING : look(node);
    request.respond(
        200,
        Html.PAGE_TYPE,
        Pages.info(Frames.of(title(node), request), view(node, found, Html.root(request.path()))));
  }

  /** How the shares of a thing are, or why that is not known. */
  private record Found(Optional<ShareHealth> health, String trouble) {
    private static final Found NOTHING = new Found(Optional.empty(), "");
  }

  private static Found look(FilesystemNode node) throws IOException, InterruptedException {
    if (!hasShares(node) || !(node instanceof Checkable checkable)) {
      return Found.NOTHING;
    }
    try {
      return new Found(
          checkable.check(CheckOptions.QUICK.withTimeLimit(PATIENCE)).map(HealthOf::of), "");
    } catch (GridException e) {
      return new Found(Optional.empty(), GridFailure.of(e).message());
    }
  }

  /** Whether there is something to check. */
  private static boolean hasShares(FilesystemNode node) {
    return (node instanceof FileNode || node instanceof Directory)
        && node instanceof KnownNode known
        && known.storageIndex().isPresent();
  }

  private static String title(FilesystemNode node) {
    String title = "More info: " + type(node);
    return storageIndex(node)
        .map(index -> "%s %s".formatted(title, index.substring(0, SHORT)))
        .orElse(title);
  }

  private InfoView view(FilesystemNode node, Found found, String root)
      throws IOException, InterruptedException {
    String cap = PercentEncoding.encode(DeepJson.text(node.bestCap()));
    boolean directory = node instanceof Directory;
    String place = "%suri/%s%s".formatted(root, cap, directory ? "/" : "");
    boolean readable = node instanceof FileNode || directory;
    boolean replaceable = node instanceof MutableFileNode && node.writeCap().isPresent();
    return new InfoView(
        type(node),
        facts(node),
        caps(node),
        readable ? place : "",
        raw(node, root),
        place,
        found.health(),
        found.trouble(),
        leases(node),
        hasShares(node) ? handle() : "",
        replaceable ? "%suri/%s?t=info".formatted(root, cap) : "",
        directory
            ? Optional.of(new InfoView.Deep(handle(), handle(), handle(), handle()))
            : Optional.empty());
  }

  private static List<Fact> facts(FilesystemNode node) throws IOException, InterruptedException {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Storage index", storageIndex(node).orElse("none")));
    OptionalLong size = size(node);
    facts.add(new Fact("Size", size.isPresent() ? size(size.getAsLong()) : "not known"));
    return facts;
  }

  private static String size(long bytes) {
    String words = Quantities.size(bytes);
    String exact = bytes == 1 ? "1 byte" : bytes + " bytes";
    return bytes <= 1000 ? exact : "%s (%s)".formatted(words, exact);
  }

  private static String type(FilesystemNode node) {
    return switch (node) {
      case Directory directory -> directory.isMutable() ? "directory" : "immutable directory";
      case MutableFileNode file ->
          switch (file.cap().format()) {
            case SDMF -> "mutable file (sdmf)";
            case MDMF -> "mutable file (mdmf)";
          };
      case ImmutableFileNode file ->
          file.cap() instanceof LiteralCap ? "immutable LIT file" : "immutable file";
      case ProhibitedNode _ -> "prohibited";
      case VerifierNode _ -> "verify capability of an immutable file";
      case UnknownNode _ -> "capability of an unknown kind";
    };
  }

  private static Optional<String> storageIndex(FilesystemNode node) {
    return node instanceof KnownNode known
        ? known.storageIndex().map(Object::toString)
        : Optional.empty();
  }

  /** Nothing if it is not known, or cannot be found out now. */
  private static OptionalLong size(FilesystemNode node) throws IOException, InterruptedException {
    try {
      return switch (node) {
        case ImmutableFileNode file -> OptionalLong.of(file.size());
        case FileNode file -> OptionalLong.of(file.contents().size());
        case Directory directory -> OptionalLong.of(directory.size());
        case FilesystemNode _ -> OptionalLong.empty();
      };
    } catch (GridException e) {
      return OptionalLong.empty();
    }
  }

  private static List<InfoView.Cap> caps(FilesystemNode node) {
    List<InfoView.Cap> caps = new ArrayList<>();
    add(caps, "Write cap", "can change it", node.writeCap());
    add(caps, "Read cap", "can read it", node.readCap());
    add(
        caps,
        "Verify cap",
        "can check it, and not read it",
        node instanceof KnownNode known ? known.verifier() : Optional.empty());
    if (node instanceof Directory directory) {
      backing(caps, directory.cap());
    }
    return caps;
  }

  /** Of the file that holds the entries of a directory. */
  private static void backing(List<InfoView.Cap> caps, DirectoryCap cap) {
    var file = cap.file();
    boolean writeable = file.readOnly() != file;
    String text = "the file that the entries are in";
    add(caps, "Write cap of its file", text, writeable ? Optional.of(file) : Optional.empty());
    add(caps, "Read cap of its file", text, Optional.of(file.readOnly()));
    add(caps, "Verify cap of its file", text, file.verifier());
  }

  private static void add(
      List<InfoView.Cap> caps, String name, String text, Optional<? extends Capability> cap) {
    cap.ifPresent(known -> caps.add(new InfoView.Cap(name, text, known.text())));
  }

  /** The contents as text; those of a directory are what its file has. */
  private static String raw(FilesystemNode node, String root) {
    Optional<? extends Capability> cap =
        switch (node) {
          case FileNode file -> file.bestCap();
          case Directory directory -> Optional.of(directory.cap().file());
          case FilesystemNode _ -> Optional.empty();
        };
    return cap.map(
            known ->
                "%sfile/%s/@@named=/raw.txt".formatted(root, PercentEncoding.encode(known.text())))
        .orElse("");
  }

  /** Those that this node sees: other servers do not tell of theirs. */
  private InfoView.Leases leases(FilesystemNode node) throws InterruptedException {
    if (!(node instanceof KnownNode known) || known.storageIndex().isEmpty()) {
      return new InfoView.Leases(false, List.of());
    }
    try {
      Optional<List<ShareLease>> leases = status.leases(known.storageIndex().get());
      return new InfoView.Leases(
          leases.isPresent(),
          leases.orElse(List.of()).stream()
              .sorted(Comparator.comparingInt(ShareLease::share))
              .map(InfoPage::lease)
              .toList());
    } catch (IOException e) {
      LOG.warn("the leases of a share cannot be read", e);
      return new InfoView.Leases(true, List.of("They cannot be read: see the log of the node."));
    }
  }

  private static String lease(ShareLease lease) {
    Optional<Instant> last = lease.expirations().stream().max(Comparator.naturalOrder());
    if (last.isEmpty()) {
      return "Share %d has no lease.".formatted(lease.share());
    }
    return "Share %d is kept until %s, by %s."
        .formatted(
            lease.share(),
            Quantities.time(last.get()),
            lease.expirations().size() == 1 ? "one lease" : lease.expirations().size() + " leases");
  }

  private String handle() {
    byte[] bytes = new byte[HANDLE_BYTES];
    random.nextBytes(bytes);
    return Base32.encode(bytes);
  }
}
