import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks, or with {@code apply} mends, the format of every Java file below the current folder.
 * Files that did not change since the last run that found nothing are not looked at again.
 */
class Format {
  private static final Path LAST_CLEAN_RUN = Path.of("target", "format", "clean-run");

  public static void main(String[] args) throws Exception {
    boolean apply = args.length > 0 && args[0].equals("apply");
    FileTime started = FileTime.fromMillis(System.currentTimeMillis());
    List<Path> unformatted = new ArrayList<>();
    for (Path file : changedJavaFiles(Path.of(""))) {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        unformatted.add(file);
        if (apply) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (!apply && !unformatted.isEmpty()) {
      unformatted.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("run: mvn -N -q validate -Dformat.goal=apply");
      System.exit(1);
    }
    Files.createDirectories(LAST_CLEAN_RUN.getParent());
    Files.writeString(LAST_CLEAN_RUN, "");
    Files.setLastModifiedTime(LAST_CLEAN_RUN, started);
  }

  private static List<Path> changedJavaFiles(Path root) throws IOException {
    FileTime last =
        Files.exists(LAST_CLEAN_RUN)
            ? Files.getLastModifiedTime(LAST_CLEAN_RUN)
            : FileTime.fromMillis(0);
    List<Path> changed = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Format::isSource).sorted().toList()) {
        if (Files.getLastModifiedTime(file).compareTo(last) >= 0) {
          changed.add(file);
        }
      }
    }
    return changed;
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java") && !file.toString().contains("target");
  }
}
