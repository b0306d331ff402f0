package org.truckee.node.statistics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.truckee.web.api.StatisticsReport;

/**
 * How busy the processor is with this process ({@code spec/07 §12}): looked at once a minute, told
 * as the part of one processor that was used over the last minutes.
 */
public final class CpuMonitor implements StatisticsProvider, AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int LONGEST = 15;
  private static final double NANOS = 1e9;

  private final LongSupplier clock;
  private final LongSupplier cpu;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Thread thread;

  private record Sample(long time, long cpu) {}

  /**
   * Not looking yet.
   *
   * @param clock never goes back, in nanoseconds
   * @param cpu the time that processors have worked for this process, in nanoseconds
   */
  CpuMonitor(LongSupplier clock, LongSupplier cpu) {
    this.clock = clock;
    this.cpu = cpu;
    this.thread = Thread.ofVirtual().name("cpu-monitor").unstarted(this::run);
  }

  /** Begins to look. */
  public static CpuMonitor start() {
    CpuMonitor monitor = new CpuMonitor(System::nanoTime, CpuMonitor::ofThisProcess);
    monitor.thread.start();
    return monitor;
  }

  private static long ofThisProcess() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private void run() {
    try {
      while (true) {
        sample();
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException _) {
      // It was closed.
    }
  }

  synchronized void sample() {
    samples.add(new Sample(clock.getAsLong(), cpu.getAsLong()));
    if (samples.size() > LONGEST + 1) {
      samples.remove();
    }
  }

  @Override
  public synchronized void report(StatisticsReport report) {
    report.stat("cpu_monitor.total", cpu.getAsLong() / NANOS);
    List<Sample> all = new ArrayList<>(samples);
    for (int minutes : new int[] {1, 5, LONGEST}) {
      if (all.size() > minutes) {
        Sample last = all.getLast();
        Sample first = all.get(all.size() - 1 - minutes);
        double used = (double) (last.cpu() - first.cpu()) / (last.time() - first.time());
        report.stat("cpu_monitor.%dmin_avg".formatted(minutes), used);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
