package org.truckee.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of this site: those that pages need, which are part of the program, and below {@code
 * /static} those of the operator, who may change them at any time.
 */
final class StaticFiles {
  /** What the site has at its root, some of it for pages that others have made. */
  private static final List<String> BUILT_IN =
      List.of(
          "truckee.css",
          "truckee.js",
          "tahoe.css",
          "icon.png",
          "css/bootstrap.css",
          "css/new-tahoe.css",
          "img/logo.png",
          "img/connected-yes.png",
          "img/connected-no.png",
          "img/connected-not-configured.png",
          "img/connected-yes.svg",
          "img/connected-no.svg",
          "img/connected-not-configured.svg");

  private static final Set<String> SHEETS =
      Set.of("truckee.css", "tahoe.css", "css/bootstrap.css", "css/new-tahoe.css");
  private static final List<String> INDEXES = List.of("index", "index.html", "index.htm");

  private final Optional<Path> folder;
  private final Instant started;

  /**
   * The files of a site.
   *
   * @param folder those of the operator; need not be there
   * @param started when the program's own count as modified
   */
  StaticFiles(Optional<Path> folder, Instant started) {
    this.folder = folder;
    this.started = started.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether a path is one of these, whether it is there or not. */
  static boolean has(UrlPath path) {
    return switch (path.first()) {
      case "static", "css", "img" -> true;
      case String first -> path.size() == 1 && BUILT_IN.contains(first);
    };
  }

  /**
   * What is at a path for which {@link #has} holds.
   *
   * @throws WebException 404 if nothing is
   */
  StaticFile at(UrlPath path) throws WebException {
    return path.first().equals("static")
        ? onDisk(path.pieces().subList(1, path.size()))
        : builtIn(String.join("/", path.pieces()));
  }

  private StaticFile builtIn(String name) throws WebException {
    if (BUILT_IN.contains(name)) {
      return new StaticFile.BuiltIn(name, bytes(name), started);
    }
    List<String> below =
        BUILT_IN.stream()
            .filter(file -> file.startsWith(name.endsWith("/") ? name : name + "/"))
            .map(file -> file.substring(file.indexOf('/') + 1))
            .toList();
    if (below.isEmpty()) {
      throw missing();
    }
    return name.endsWith("/") ? new StaticFile.Folder(below) : new StaticFile.WithoutSlash();
  }

  private static byte[] bytes(String name) {
    String file = SHEETS.contains(name) ? "truckee.css" : name.substring(name.indexOf('/') + 1);
    try (InputStream in = StaticFiles.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the pages is part of this program", e);
    }
  }

  /** Names that could lead out of the folder are not there. */
  private StaticFile onDisk(List<String> pieces) throws WebException {
    Path place = folder.orElseThrow(StaticFiles::missing);
    boolean slash = pieces.isEmpty() || pieces.getLast().isEmpty();
    for (String name : slash && !pieces.isEmpty() ? pieces.subList(0, pieces.size() - 1) : pieces) {
      if (name.isEmpty() || name.equals("..") || name.equals(".") || hasSeparator(name)) {
        throw missing();
      }
      place = resolved(place, name);
    }
    if (Files.isDirectory(place)) {
      return slash && !pieces.isEmpty() ? folder(place) : new StaticFile.WithoutSlash();
    }
    if (slash) {
      throw missing();
    }
    return file(place);
  }

  private static boolean hasSeparator(String name) {
    return name.chars().anyMatch(c -> c == '/' || c == '\\' || c < 0x20);
  }

  private static Path resolved(Path place, String name) throws WebException {
    try {
      return place.resolve(name);
    } catch (InvalidPathException e) {
      throw missing();
    }
  }

  private static StaticFile folder(Path place) throws WebException {
    for (String index : INDEXES) {
      if (Files.isRegularFile(place.resolve(index))) {
        return file(place.resolve(index));
      }
    }
    try (Stream<Path> all = Files.list(place)) {
      return new StaticFile.Folder(
          all.map(each -> each.getFileName() + (Files.isDirectory(each) ? "/" : ""))
              .sorted()
              .toList());
    } catch (IOException | UncheckedIOException e) {
      throw missing();
    }
  }

  private static StaticFile file(Path place) throws WebException {
    try {
      BasicFileAttributes facts = Files.readAttributes(place, BasicFileAttributes.class);
      if (!facts.isRegularFile()) {
        throw missing();
      }
      return new StaticFile.OnDisk(
          place,
          facts.size(),
          facts.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS));
    } catch (IOException e) {
      throw missing();
    }
  }

  private static WebException missing() {
    return WebException.page(404, "No Such Resource", "File not found.");
  }
}
