package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.Overwrite;
import org.truckee.grid.Source;

/**
 * {@code POST t=upload} on a file: the file of the form takes its place, or if it is mutable
 * becomes its contents ({@code spec/08 §9.8}).
 */
final class UploadToFile implements Operation<Reached<? extends FileNode>> {
  private final NewFiles files;

  UploadToFile(NewFiles files) {
    this.files = files;
  }

  @Override
  public void perform(Reached<? extends FileNode> file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Overwrite overwrite = request.arguments().replaceAll();
    Source contents = UploadForm.file(request);
    Redirects.done(request, TellCap.text(upload(file, contents, overwrite, request)));
  }

  private FilesystemNode upload(
      Reached<? extends FileNode> file, Source contents, Overwrite overwrite, WebRequest request)
      throws IOException, WebException, InterruptedException {
    return switch (file.node()) {
      case MutableFileNode mutable -> {
        request.finishWithoutClient();
        mutable.file().overwrite(contents);
        yield mutable;
      }
      case ImmutableFileNode _ -> {
        if (overwrite == Overwrite.NEVER) {
          throw WebException.text(409, GridFailure.CHILD_EXISTS);
        }
        Vacancy place = file.requirePlace(request);
        FilesystemNode fresh = files.of(contents, request);
        request.finishWithoutClient();
        place.fill(fresh, overwrite);
        yield fresh;
      }
    };
  }
}
