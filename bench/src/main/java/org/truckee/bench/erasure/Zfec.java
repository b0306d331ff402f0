package org.truckee.bench.erasure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** zfec, run by a Python that has it. */
final class Zfec {
  private static final String SCRIPT = "zfec_times.py";

  private final String python;
  private final double seconds;

  Zfec(String python, double seconds) {
    this.python = python;
    this.seconds = seconds;
  }

  /** The times of each operation, and the SHA-256 in hex of all parity shares. */
  record Result(Times encode, Times decode, String parityHash) {}

  Result measure(SampleSegment segment) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            python,
            "-",
            Integer.toString(segment.k()),
            Integer.toString(segment.n()),
            Double.toString(seconds));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var toScript = process.getOutputStream();
        InputStream script = Zfec.class.getResourceAsStream(SCRIPT)) {
      script.transferTo(toScript);
    }
    List<String> lines;
    try (InputStream answer = process.getInputStream()) {
      lines = new String(answer.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    if (process.waitFor() != 0 || lines.size() != 3) {
      throw new IOException(
          python + " could not run zfec (see above); give one that has it with --python");
    }
    return new Result(times(lines.get(0)), times(lines.get(1)), lines.get(2));
  }

  private static Times times(String line) {
    String[] nanos = line.split(" ");
    return new Times(Long.parseLong(nanos[0]) / 1e3, Long.parseLong(nanos[1]) / 1e3);
  }
}
