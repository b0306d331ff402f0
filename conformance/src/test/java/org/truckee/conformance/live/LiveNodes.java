package org.truckee.conformance.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives a {@link LiveNodes} to test methods: the grids that all of them share, each started when it
 * is first asked for and stopped after the last test. When a test fails, the ends of the nodes'
 * logs are printed.
 */
final class LiveNodes implements ParameterResolver, TestWatcher {

  private static final Namespace NAMESPACE = Namespace.create(LiveNodes.class);

  /** The grids of a run. */
  static final class Grids implements AutoCloseable {

    private final Path root;
    private final Map<Program, SharedGrid> shared = new EnumMap<>(Program.class);
    private final List<SharedGrid> all = new ArrayList<>();

    private Grids() throws IOException {
      root = Files.createTempDirectory("live-grids");
    }

    /** The grid whose servers are of that program and stay so. */
    SharedGrid servedBy(Program program) throws IOException, InterruptedException {
      SharedGrid grid = shared.get(program);
      if (grid == null) {
        grid = ownGrid(program);
        shared.put(program, grid);
      }
      return grid;
    }

    /** A grid for one test alone. */
    SharedGrid ownGrid(Program program) throws IOException, InterruptedException {
      Path place = root.resolve("grid-%d-%s".formatted(all.size(), program.label()));
      SharedGrid grid = SharedGrid.start(place, program);
      all.add(grid);
      return grid;
    }

    private String logs() {
      return String.join("", all.stream().map(SharedGrid::logs).toList());
    }

    @Override
    public void close() throws IOException {
      all.forEach(SharedGrid::close);
      List<Path> paths;
      try (Stream<Path> walk = Files.walk(root)) {
        paths = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : paths) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Grids.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return grids(context);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    System.out.printf("%s failed%n%s%n", context.getDisplayName(), grids(context).logs());
  }

  private static Grids grids(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Grids.class, _ -> start(), Grids.class);
  }

  private static Grids start() {
    try {
      return new Grids();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
