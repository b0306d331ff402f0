package org.truckee.bench.erasure;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import org.truckee.erasure.ErasureCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the erasure code beside zfec, in one run, and prints the ratios. */
@Command(
    name = "erasure-comparison",
    mixinStandardHelpOptions = true,
    description = "Measures the erasure code beside zfec, one thread, segments of 1 MiB.")
public final class ErasureComparison implements Callable<Integer> {
  @Option(
      names = "--python",
      defaultValue = "python3",
      description = "A Python that has zfec (default: ${DEFAULT-VALUE}).")
  private String python;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "Seconds for each measurement (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--code",
      split = ",",
      defaultValue = "3-of-10,25-of-100",
      description = "The codes to measure (default: ${DEFAULT-VALUE}).")
  private List<String> codes;

  @Option(
      names = "--jvm-args",
      split = " ",
      description = "Further flags for the measured JVMs, for instance -XX:UseAVX=2.")
  private List<String> jvmArgs = List.of();

  public static void main(String[] args) {
    System.exit(new CommandLine(new ErasureComparison()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Zfec zfec = new Zfec(python, seconds);
    System.out.printf(
        "%-10s %-7s %26s %26s%n%-18s %8s %8s %8s %8s %8s %8s%n",
        "code",
        "",
        "medians [us]",
        "fastest calls [us]",
        "",
        "zfec",
        "truckee",
        "ratio",
        "zfec",
        "truckee",
        "ratio");
    for (String code : codes) {
      SampleSegment segment = SampleSegment.of(code);
      Zfec.Result theirs = zfec.measure(segment);
      if (!theirs.parityHash().equals(parityHash(segment))) {
        throw new IllegalStateException(code + ": zfec gives other parity shares");
      }
      print(code, "encode", theirs.encode(), measure(code, "encode"));
      print(code, "decode", theirs.decode(), measure(code, "decode"));
    }
    return 0;
  }

  private Times measure(String code, String operation) throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(ErasureBenchmark.class.getName() + "." + operation + "$")
                    .param("parameters", code)
                    .measurementIterations(seconds)
                    .jvmArgs(jvmArgs.toArray(String[]::new))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .runSingle();
    Statistics micros = result.getPrimaryResult().getStatistics();
    return new Times(micros.getPercentile(50), micros.getMin());
  }

  private static void print(String code, String operation, Times theirs, Times ours) {
    System.out.printf(
        "%-10s %-7s %8.0f %8.0f %7.1fx %8.0f %8.0f %7.1fx%n",
        code,
        operation,
        theirs.median(),
        ours.median(),
        theirs.median() / ours.median(),
        theirs.fastest(),
        ours.fastest(),
        theirs.fastest() / ours.fastest());
  }

  private static String parityHash(SampleSegment segment) throws Exception {
    byte[][] parity = segment.emptyParity();
    ErasureCode.of(segment.k(), segment.n())
        .encode(segment.bytes(), 0, segment.blockLength(), segment.parityNumbers(), parity);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] share : parity) {
      digest.update(share);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
