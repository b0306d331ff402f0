package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.FileFormat;
import org.truckee.grid.Grid;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.http.PercentEncoding;

/** {@code /uri?t=mkdir} and its kind: a directory that is linked nowhere ({@code spec/08 §7}). */
final class CreateDirectory implements Operation<Kind.Site> {
  private final Grid grid;
  private final NewDirectories directories;

  CreateDirectory(Grid grid) {
    this.grid = grid;
    this.directories = new NewDirectories(grid);
  }

  @Override
  public void perform(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    boolean redirect =
        request.method().equals("POST") && request.arguments().flag("redirect_to_result");
    Directory directory = grid.createDirectory(wanted(request));
    String cap = TellCap.text(directory);
    if (redirect) {
      request.setHeader("Location", "uri/" + PercentEncoding.encode(cap));
      request.respondEmpty(303);
    } else {
      request.respond(200, Html.PAGE_TYPE, cap);
    }
  }

  private NewDirectory wanted(WebRequest request)
      throws IOException, WebException, InterruptedException {
    return switch (request.arguments().operation()) {
      case "mkdir-immutable" -> directories.immutable(request);
      case "mkdir-with-children" ->
          directories.withChildren(request, NewFiles.withKey(MutableOptions.DEFAULT, request));
      default -> request.method().equals("PUT") ? byPut(request) : byPost(request);
    };
  }

  private static NewDirectory byPut(WebRequest request) throws WebException {
    return NewDirectories.empty(mutable(request, "format=CHK not accepted for PUT /uri?t=mkdir"));
  }

  private static NewDirectory byPost(WebRequest request) throws IOException, WebException {
    MutableOptions options =
        mutable(request, "format=CHK not currently accepted for POST /uri?t=mkdir");
    if (request.hasPlainBody()) {
      throw WebException.text(
          400, "t=mkdir does not accept children=, try t=mkdir-with-children instead");
    }
    return NewDirectories.empty(NewFiles.withKey(options, request));
  }

  private static MutableOptions mutable(WebRequest request, String refusal) throws WebException {
    Optional<FileFormat> format = request.arguments().format();
    if (format.filter(FileFormat.CHK::equals).isPresent()) {
      throw WebException.text(400, refusal);
    }
    return NewDirectories.options(format);
  }
}
