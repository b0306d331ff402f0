package org.truckee.bench.requests;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls of a process while something goes on, by name, and the TLS records among what it
 * writes. Needs {@code strace}, which slows the process down many times.
 */
final class SystemCallTrace implements AutoCloseable {
  private static final Pattern CALL = Pattern.compile("^\\d+ +([a-z]\\w*)\\((.*)");
  private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg");
  private static final Duration TO_ATTACH = Duration.ofSeconds(20);
  private static final int SHOWN_BYTES = 1 << 19;
  private static final int RECORD_HEAD = 5;
  private static final byte[] APPLICATION_DATA = {0x17, 3, 3};

  private final Process strace;
  private final Path output;

  /**
   * What was counted.
   *
   * @param calls how many calls there were of each name
   * @param records of application data that were written
   */
  record Counts(Map<String, Long> calls, long records) {
    long total() {
      return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    Counts plus(Counts other) {
      Map<String, Long> sum = new TreeMap<>(calls);
      other.calls.forEach((name, count) -> sum.merge(name, count, Long::sum));
      return new Counts(sum, records + other.records);
    }
  }

  /** Begins to watch all threads of a process. */
  SystemCallTrace(long pid, Path output) throws IOException, InterruptedException {
    this.output = output;
    strace =
        new ProcessBuilder(
                "strace",
                "-f",
                "-xx",
                "-s",
                Integer.toString(SHOWN_BYTES),
                "-o",
                output.toString(),
                "-p",
                Long.toString(pid))
            .redirectErrorStream(true)
            .start();
    long deadline = System.nanoTime() + TO_ATTACH.toNanos();
    while (!Files.exists(output) || Files.size(output) == 0) {
      if (!strace.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("strace could not attach to process " + pid);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Ends the watch and counts. */
  Counts end() throws IOException, InterruptedException {
    close();
    strace.waitFor();
    Map<String, Long> calls = new TreeMap<>();
    long records = 0;
    try (BufferedReader lines = Files.newBufferedReader(output, StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher call = CALL.matcher(line);
        if (call.matches()) {
          calls.merge(call.group(1), 1L, Long::sum);
          if (WRITES.contains(call.group(1))) {
            records += records(call.group(2));
          }
        }
      }
    }
    Files.delete(output);
    return new Counts(calls, records);
  }

  private static long records(String arguments) {
    long records = 0;
    int begin = arguments.indexOf('"');
    while (begin >= 0) {
      int end = arguments.indexOf('"', begin + 1);
      String hex = arguments.substring(begin + 1, end).replace("\\x", "");
      records += recordsIn(HexFormat.of().parseHex(hex));
      begin = arguments.indexOf('"', end + 1);
    }
    return records;
  }

  private static long recordsIn(byte[] written) {
    long records = 0;
    int at = 0;
    while (at + RECORD_HEAD <= written.length && startsRecord(written, at)) {
      records++;
      at += RECORD_HEAD + ((written[at + 3] & 0xff) << 8 | written[at + 4] & 0xff);
    }
    return records;
  }

  private static boolean startsRecord(byte[] written, int at) {
    for (int i = 0; i < APPLICATION_DATA.length; i++) {
      if (written[at + i] != APPLICATION_DATA[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    strace.destroy();
  }
}
