package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.SpooledSource;

/**
 * {@code PUT} on a mutable file: it gets new contents, or from {@code offset} on, and keeps its cap
 * ({@code spec/08 §9.6, §9.7}).
 */
final class WriteMutableFile implements Operation<Reached<MutableFileNode>> {
  private final NewFiles files;

  WriteMutableFile(NewFiles files) {
    this.files = files;
  }

  @Override
  public void perform(Reached<MutableFileNode> file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    ReplaceFile.requireReplace(request);
    Optional<Long> offset = request.arguments().number("offset");
    if (file.node().writeCap().isEmpty()) {
      throw WebException.text(
          400, "PUT to a mutable file: replace or update requested with read-only cap");
    }
    if (offset.filter(wanted -> wanted < 0).isPresent()) {
      throw WebException.text(400, "PUT to a mutable file: Invalid offset");
    }
    MutableFormat format = file.node().file().cap().format();
    try (SpooledSource contents = files.spool(request, format)) {
      request.finishWithoutClient();
      write(file.node().file(), offset, contents);
    }
    request.respond(200, Html.PAGE_TYPE, TellCap.text(file.node()));
  }

  private static void write(MutableFile file, Optional<Long> offset, SpooledSource contents)
      throws IOException, InterruptedException {
    if (offset.isPresent()) {
      file.update(offset.get(), contents);
    } else {
      file.overwrite(contents);
    }
  }
}
