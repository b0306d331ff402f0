package org.truckee.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.ReadCap;
import org.truckee.capability.WriteCap;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.web.pages.Frame;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.RecoverySheet;

/**
 * Sheets of paper that bring files back when a machine is lost. That of a capability is for anybody
 * who has it. That of the node carries what its files keep secret, and is for who can read those:
 * the token of {@code /private} has to be shown. Nothing of them is kept, here or by browsers.
 */
final class RecoverySheets {
  private static final long LONGEST_FILE = 1 << 20;
  private static final String READ = "Who has it can read %s.";
  private static final String WRITE =
      "Who has it can read %s, change it, and give it to others. Do not hand it out to readers.";

  private final NodeFolder folder;
  private final NodeStatus status;
  private final Clock clock;

  RecoverySheets(NodeFolder folder, NodeStatus status, Clock clock) {
    this.folder = folder;
    this.status = status;
    this.clock = clock;
  }

  /**
   * {@code t=recovery-sheet}: what was asked with, to read unless {@code rights=write} says more.
   */
  void ofCap(Reached<? extends FilesystemNode> node, WebRequest request)
      throws IOException, WebException, InterruptedException {
    boolean write = wantsWrite(request);
    FilesystemNode reached = node.node();
    Optional<Capability> cap = write ? reached.writeCap() : reached.readCap();
    if (cap.isEmpty()) {
      throw WebException.text(
          400, "this capability does not grant writing: leave rights=write away");
    }
    boolean isDirectory = reached instanceof Directory;
    RecoverySheet sheet =
        new RecoverySheet(
            isDirectory ? "Recovery sheet of a directory" : "Recovery sheet of a file",
            List.of(
                secret(cap.get(), write, isDirectory ? "the directory and all below" : "the file")),
            write || reached.writeCap().isEmpty()
                ? Optional.empty()
                : Optional.of("?t=recovery-sheet&rights=write"),
            Quantities.time(clock.instant()),
            status.version());
    send(request, sheet);
  }

  /** Asks what the sheet of the node shall carry, and for the token. */
  void ask(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    ask(200, "", request);
  }

  private static void ask(int code, String problem, WebRequest request)
      throws IOException, InterruptedException {
    Frame frame = new Frame("Recovery sheet", "", SafeHeaders.ofPage(request.http()));
    request.respond(code, Html.CONTENT_TYPE, Pages.askForSheet(frame, problem));
  }

  /** The sheet of the node, for who shows the token. */
  void ofNode(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    ApiToken token = new ApiToken(folder.apiToken());
    if (!token.isIn(request) && !token.is(request.arguments().text("token").orElse("").strip())) {
      ask(403, "That is not the token. The node makes a new one at each start.", request);
      return;
    }
    boolean write = wantsWrite(request);
    List<RecoverySheet.Secret> secrets = new ArrayList<>();
    String root = request.arguments().text("root").orElse("").strip();
    if (!root.isEmpty()) {
      Optional<Capability> cap = cap(root).flatMap(found -> narrowed(found, write));
      if (cap.isEmpty()) {
        ask(
            400,
            "Neither an alias of this node nor a capability that can be used so was named. Leave"
                + " the field empty for a sheet with the convergence secret alone.",
            request);
        return;
      }
      secrets.add(secret(cap.get(), write, "what is stored under it and all below"));
    }
    read(folder.convergence())
        .ifPresent(
            text ->
                secrets.add(
                    RecoverySheet.secret(
                        "Convergence secret",
                        "A new node with it in private/convergence stores no file a second time"
                            + " that this one has stored. With it others can find out whether this"
                            + " node has stored a file that they have. It opens nothing.",
                        text)));
    String name = status.nickname().isEmpty() ? "this node" : status.nickname();
    send(
        request,
        new RecoverySheet(
            "Recovery sheet of " + name,
            secrets,
            Optional.empty(),
            Quantities.time(clock.instant()),
            status.version()));
  }

  private static void send(WebRequest request, RecoverySheet sheet)
      throws IOException, InterruptedException {
    Frame frame =
        new Frame("Recovery sheet", Html.root(request.path()), SafeHeaders.ofPage(request.http()));
    request.setHeader("Cache-Control", "no-store");
    request.respond(200, Html.CONTENT_TYPE, Pages.sheet(frame, sheet));
  }

  private static boolean wantsWrite(WebRequest request) throws WebException {
    return switch (request.arguments().text("rights").orElse("read")) {
      case "read" -> false;
      case "write" -> true;
      case String other ->
          throw WebException.text(
              400, "rights= is read or write, not '%s'".formatted(Escapes.printable(other)));
    };
  }

  private static RecoverySheet.Secret secret(Capability cap, boolean write, String what) {
    return RecoverySheet.secret(
        write ? "Capability, to read and change" : "Capability, to read",
        (write ? WRITE : READ).formatted(what),
        cap.text());
  }

  /** What an alias of this node names, or a capability itself. */
  private Optional<Capability> cap(String root) throws IOException {
    String name = root.endsWith(":") ? root.substring(0, root.length() - 1) : root;
    for (String line : read(folder.aliases()).orElse("").split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
        return Optional.of(Capability.parse(line.substring(colon + 1).strip()));
      }
    }
    return Optional.of(Capability.parse(root));
  }

  private static Optional<Capability> narrowed(Capability cap, boolean write) {
    return switch (cap) {
      case WriteCap writes when write -> Optional.of(writes);
      case WriteCap writes -> Optional.of(writes.readOnly());
      case ReadCap reads when !write -> Optional.of(reads);
      case Capability _ -> Optional.empty();
    };
  }

  /** A small file of the node; empty if it is not there. */
  private static Optional<String> read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_FILE) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
  }
}
