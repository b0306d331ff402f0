package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Link;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.Source;

/** {@code POST t=upload} on a directory: the file of the form, by a name ({@code §12.4}). */
final class UploadToDirectory implements Operation<Reached<Directory>> {
  private final NewFiles files;
  private final UploadToFile existing;

  UploadToDirectory(NewFiles files) {
    this.files = files;
    this.existing = new UploadToFile(files);
  }

  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Vacancy place = Vacancy.toChange(directory.node(), name(request));
    Optional<Link> there = child(place);
    if (there.isEmpty()) {
      Source contents = UploadForm.file(request);
      var overwrite = request.arguments().replaceAll();
      FilesystemNode file = files.of(contents, request);
      request.finishWithoutClient();
      place.fill(file, overwrite);
      Redirects.done(request, TellCap.text(file));
    } else if (there.get().node() instanceof FileNode file) {
      existing.perform(
          new Reached<>(file, Optional.of(new Reached.Place(place, there.get()))), request);
    } else {
      throw WebException.text(
          409, "what has that name already is no file: choose another, or delete it first");
    }
  }

  private static Optional<Link> child(Vacancy place) throws IOException, InterruptedException {
    try {
      return Optional.of(place.link());
    } catch (NoSuchChildException e) {
      return Optional.empty();
    }
  }

  private static String name(WebRequest request) throws WebException {
    String asked = request.arguments().name("name").orElse("");
    String name = (asked.isEmpty() ? request.form().fileName() : asked).strip();
    if (name.isEmpty()) {
      throw WebException.text(400, "upload requires a name");
    }
    return withoutSlash(name, "name");
  }

  /** A name as an argument, which must not look like a path. */
  static String withoutSlash(String name, String argument) throws WebException {
    if (name.contains("/")) {
      throw WebException.text(400, argument + "= may not contain a slash");
    }
    return name;
  }
}
