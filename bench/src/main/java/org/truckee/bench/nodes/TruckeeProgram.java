package org.truckee.bench.nodes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Truckee, run from the class path of this program with the options that its launcher uses.
 *
 * @param jvmOptions one option an element
 */
public record TruckeeProgram(List<String> jvmOptions) implements NodeProgram {

  private static final String MAIN = "org.truckee.node.NodeMain";

  public TruckeeProgram {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** With the launcher's options of the checkout in or below which this program was started. */
  public static TruckeeProgram ofThisCheckout() throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path options = at.resolve("launcher/jvm.options");
      if (Files.isRegularFile(options)) {
        return new TruckeeProgram(read(options));
      }
    }
    throw new IOException(
        "no launcher/jvm.options above the current directory: start this in a checkout of Truckee");
  }

  /** This program with one more option. */
  public TruckeeProgram with(String option) {
    List<String> options = new ArrayList<>(jvmOptions);
    options.add(option);
    return new TruckeeProgram(options);
  }

  private static List<String> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  @Override
  public List<String> command(Path nodeDirectory) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    command.add(nodeDirectory.toString());
    return command;
  }
}
