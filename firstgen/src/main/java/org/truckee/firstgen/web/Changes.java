package org.truckee.firstgen.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.DriveNode;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.firstgen.drive.NoSuchChildException;
import org.truckee.firstgen.uri.OldUri;
import org.truckee.http.Exchange;
import org.truckee.http.RefusedException;

/** What changes directories, and uploads files ({@code spec/12 §15}). */
final class Changes {
  private static final int MAX_URI = 10_000;

  private final OldWeb.Settings settings;
  private final LocalFiles localFiles;

  Changes(OldWeb.Settings settings) {
    this.settings = settings;
    this.localFiles = new LocalFiles(settings.localFiles());
  }

  LocalFiles localFiles() {
    return localFiles;
  }

  void uploadUnlinked(WebRequest request) throws IOException, InterruptedException {
    try (Spool body = Spool.of(request.exchange().body().stream(), settings.spool())) {
      OldWeb.text(request.exchange(), 200, settings.uploader().upload(body.uploadable()).text());
    }
  }

  /** Makes or replaces what is at the end of a path; the folders on the way are made. */
  void put(WebRequest request, DirectoryNode root, List<ChildName> names)
      throws IOException, InterruptedException {
    Exchange exchange = request.exchange();
    if (request.t().equals("upload") && request.argument("localdir").isPresent()) {
      DirectoryNode target = folder(root, names);
      localFiles.upload(request, target);
      OldWeb.text(exchange, 200, target.uri().text());
      return;
    }
    if (names.isEmpty()) {
      throw new RefusedException(400, "the root of a drive cannot be replaced");
    }
    if (request.t().equals("mkdir")) {
      OldWeb.text(exchange, 200, folder(root, names).uri().text());
      return;
    }
    ChildName name = names.getLast();
    DirectoryNode parent = folder(root, names.subList(0, names.size() - 1));
    requireReplaceable(request, parent, name);
    String uri =
        switch (request.t()) {
          case "" -> {
            try (Spool body = Spool.of(exchange.body().stream(), settings.spool())) {
              yield parent.addFile(name, body.uploadable()).uri().text();
            }
          }
          case "uri" -> {
            String text =
                StandardCharsets.ISO_8859_1.decode(exchange.body().all(MAX_URI)).toString().strip();
            parent.setUri(name, OldUri.parse(text));
            yield text;
          }
          case "upload" -> parent.addFile(name, localFiles.localFile(request)).uri().text();
          default -> throw new RefusedException(400, "PUT knows no t=" + request.t());
        };
    OldWeb.text(exchange, 200, uri);
  }

  private static void requireReplaceable(WebRequest request, DirectoryNode parent, ChildName name)
      throws IOException, InterruptedException {
    if (!request.mayReplace() && parent.hasChild(name)) {
      throw new RefusedException(409, "There was already a child by that name");
    }
  }

  private static DirectoryNode folder(DirectoryNode root, List<ChildName> names)
      throws IOException, InterruptedException {
    DirectoryNode at = root;
    for (ChildName name : names) {
      Optional<DriveNode> child = child(at, name);
      if (child.isEmpty()) {
        at = at.createEmptyDirectory(name);
      } else if (child.get() instanceof DirectoryNode directory) {
        at = directory;
      } else {
        throw new RefusedException(400, "'%s' is a file and in the way".formatted(name));
      }
    }
    return at;
  }

  private static Optional<DriveNode> child(DirectoryNode directory, ChildName name)
      throws IOException, InterruptedException {
    try {
      return Optional.of(directory.get(name));
    } catch (NoSuchChildException _) {
      return Optional.empty();
    }
  }

  /** Removes what is at the end of a path. */
  void delete(WebRequest request, DirectoryNode root, List<ChildName> names)
      throws IOException, InterruptedException {
    if (names.isEmpty()) {
      throw new RefusedException(400, "the root of a drive cannot be removed");
    }
    DriveNode parent = root.atPath(names.subList(0, names.size() - 1));
    if (!(parent instanceof DirectoryNode directory)) {
      throw new RefusedException(400, "a file has no children");
    }
    remove(directory, names.getLast());
    OldWeb.text(request.exchange(), 200, "deleted");
  }

  private static void remove(DirectoryNode directory, ChildName name)
      throws IOException, InterruptedException {
    try {
      directory.delete(name);
    } catch (NoSuchChildException _) {
      throw new RefusedException(404, "no such child " + name);
    }
  }

  /** Carries out a form. */
  void post(WebRequest bare, DirectoryNode directory) throws IOException, InterruptedException {
    Exchange exchange = bare.exchange();
    try (Form form = Form.of(exchange, settings.spool())) {
      WebRequest request = bare.with(form.fields());
      String answer =
          switch (request.t()) {
            case "upload" -> upload(request, directory, form);
            case "mkdir" -> {
              ChildName name = name(request, "name");
              requireReplaceable(request, directory, name);
              yield directory.createEmptyDirectory(name).uri().text();
            }
            case "uri" -> {
              ChildName name = name(request, "name");
              String uri = required(request, "uri").strip();
              requireReplaceable(request, directory, name);
              directory.setUri(name, OldUri.parse(uri));
              yield uri;
            }
            case "delete" -> {
              remove(directory, name(request, "name"));
              yield "deleted";
            }
            case "rename" -> {
              directory.moveChildTo(
                  name(request, "from_name"), directory, name(request, "to_name"));
              yield "renamed";
            }
            default -> throw new RefusedException(400, "POST knows no t=" + request.t());
          };
      Optional<String> next = request.argument("when_done");
      if (next.isPresent()) {
        OldWeb.redirect(exchange, next.get().replaceAll("[\\r\\n]", ""));
      } else {
        OldWeb.text(exchange, 200, answer);
      }
    }
  }

  private static String upload(WebRequest request, DirectoryNode directory, Form form)
      throws IOException, InterruptedException {
    Spool file =
        form.file()
            .orElseThrow(
                () -> new RefusedException(400, "the form has no part 'file' with a file name"));
    String called =
        request.argument("name").filter(text -> !text.isBlank()).orElse(form.fileName());
    ChildName name = plain(called.strip());
    requireReplaceable(request, directory, name);
    FileNode added = directory.addFile(name, file.uploadable());
    return added.uri().text();
  }

  private static String required(WebRequest request, String argument) throws RefusedException {
    return request
        .argument(argument)
        .orElseThrow(
            () -> new RefusedException(400, "the argument %s= is missing".formatted(argument)));
  }

  private static ChildName name(WebRequest request, String argument) throws RefusedException {
    return plain(required(request, argument).strip());
  }

  /** Whether a form can name it: as text, and as it is left of it. */
  static boolean canBeInForms(ChildName name) {
    String text = name.text();
    return name.isText() && !text.isEmpty() && !text.contains("/") && text.equals(text.strip());
  }

  private static ChildName plain(String name) throws RefusedException {
    if (name.isEmpty() || name.contains("/")) {
      throw new RefusedException(400, "a name is not empty and has no slash");
    }
    return ChildName.of(name);
  }
}
