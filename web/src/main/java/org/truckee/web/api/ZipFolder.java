package org.truckee.web.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.text.Normalizer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.Link;
import org.truckee.web.archive.FolderArchive;

/**
 * {@code t=zip}: a directory and all below it as one archive, or those of its children that {@code
 * name=} names, once or more.
 */
final class ZipFolder implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    DirectoryListing listing = wanted(request.memory().listed(directory.node()), request);
    String name = name(request.path());
    String file = name.replaceAll("[\\p{Cntrl}\"\\\\/]", "_") + ".zip";
    request.setHeader(
        "Content-Disposition", "attachment; filename=\"%s\"".formatted(Escapes.headerBytes(file)));
    SafeHeaders.ofContents(request.http());
    request.http().setContentType("application/zip");
    request.http().begin(200);
    if (request.isHead()) {
      request.http().send(ByteBuffer.allocate(0), true);
      return;
    }
    StreamedAnswer answer = new StreamedAnswer(request.http());
    new FolderArchive(answer, request.memory()::take, Failures::message, Instant.now())
        .write(name, directory.node(), listing);
    answer.close();
  }

  private static DirectoryListing wanted(DirectoryListing all, WebRequest request)
      throws WebException {
    Set<String> names =
        Stream.concat(
                request.arguments().texts("name").stream(), request.form().values("name").stream())
            .map(name -> Normalizer.normalize(name, Normalizer.Form.NFC))
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      return all;
    }
    Set<String> missing = new HashSet<>(names);
    List<Link> chosen = all.links().stream().filter(link -> names.contains(link.name())).toList();
    chosen.forEach(link -> missing.remove(link.name()));
    if (!missing.isEmpty()) {
      throw WebException.text(
          404, "No such child: " + Escapes.quotedIfNeeded(missing.iterator().next()));
    }
    return new DirectoryListing(chosen, List.of(), all.size());
  }

  private static String name(UrlPath path) {
    return path.pieces().stream()
        .skip(2)
        .filter(piece -> !piece.isEmpty())
        .reduce("directory", (_, last) -> last);
  }
}
