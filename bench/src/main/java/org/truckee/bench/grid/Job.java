package org.truckee.bench.grid;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.WebApi;

/** A piece of work that a contender does in one go; it gives one result for each of its rows. */
enum Job {
  LARGE_FILE {
    @Override
    void run(ContenderGrid grid, Sizes sizes, Payloads payloads, Results results)
        throws IOException {
      WebApi web = grid.client();
      Payload payload = payloads.next(sizes.large());
      String[] cap = new String[1];
      results.add(Row.UPLOAD, time(() -> cap[0] = web.put(payload)));
      results.add(Row.FIRST_BYTE, time(() -> web.firstByte(cap[0])));
      long middle = payload.size() / 2;
      byte[][] part = new byte[1][];
      results.add(Row.RANGE, time(() -> part[0] = web.get(cap[0], middle, RANGE_BYTES)));
      requireEqual(payload.bytes(middle, RANGE_BYTES), part[0]);
      results.add(Row.DOWNLOAD, time(() -> web.requireContents(cap[0], payload)));
      results.add(Row.VERIFY, time(() -> requireHealthy(web, cap[0])));
    }
  },

  SMALL_FILES {
    @Override
    void run(ContenderGrid grid, Sizes sizes, Payloads payloads, Results results)
        throws IOException {
      WebApi web = grid.client();
      List<Payload> files = payloads.next(sizes.small(), sizes.smallFiles());
      List<String> caps = new ArrayList<>();
      Duration put = time(() -> putAll(web, files, caps));
      Duration get = time(() -> getAll(web, files, caps));
      results.add(Row.SMALL_PUT, put.dividedBy(files.size()));
      results.add(Row.SMALL_GET, get.dividedBy(files.size()));
    }
  },

  CONCURRENT_SMALL_FILES {
    @Override
    void run(ContenderGrid grid, Sizes sizes, Payloads payloads, Results results)
        throws IOException {
      WebApi web = grid.client();
      List<List<Payload>> files = new ArrayList<>();
      List<List<String>> caps = new ArrayList<>();
      for (int i = 0; i < sizes.clients(); i++) {
        files.add(payloads.next(sizes.small(), sizes.filesOfEach()));
        caps.add(new ArrayList<>());
      }
      Duration put =
          time(() -> atOnce(sizes.clients(), i -> putAll(web, files.get(i), caps.get(i))));
      Duration get =
          time(() -> atOnce(sizes.clients(), i -> getAll(web, files.get(i), caps.get(i))));
      int count = sizes.clients() * sizes.filesOfEach();
      results.add(Row.CONCURRENT_PUT, put.dividedBy(count));
      results.add(Row.CONCURRENT_GET, get.dividedBy(count));
    }
  },

  /** Files to get are put through the near client, so that the far one knows nothing of them. */
  FAR_SMALL_FILES {
    @Override
    void run(ContenderGrid grid, Sizes sizes, Payloads payloads, Results results)
        throws IOException {
      WebApi far = grid.farClient();
      List<Payload> files = payloads.next(sizes.small(), sizes.farFiles());
      Duration put = time(() -> putAll(far, files, new ArrayList<>()));
      List<Payload> others = payloads.next(sizes.small(), sizes.farFiles());
      List<String> caps = new ArrayList<>();
      putAll(grid.client(), others, caps);
      Duration get = time(() -> getAll(far, others, caps));
      results.add(Row.FAR_PUT, put.dividedBy(files.size()));
      results.add(Row.FAR_GET, get.dividedBy(files.size()));
    }
  };

  private static final int RANGE_BYTES = 64_000;

  /** Does the work and reports how long each row's part of it took. */
  abstract void run(ContenderGrid grid, Sizes sizes, Payloads payloads, Results results)
      throws IOException;

  /** Takes the results of one job of one contender. */
  interface Results {
    void add(Row row, Duration took);
  }

  private interface Work {
    void run() throws IOException;
  }

  private interface ClientWork {
    void run(int client) throws IOException;
  }

  private static Duration time(Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void putAll(WebApi web, List<Payload> files, List<String> caps)
      throws IOException {
    for (Payload file : files) {
      caps.add(web.put(file));
    }
  }

  private static void getAll(WebApi web, List<Payload> files, List<String> caps)
      throws IOException {
    for (int i = 0; i < files.size(); i++) {
      web.requireContents(caps.get(i), files.get(i));
    }
  }

  private static void atOnce(int clients, ClientWork work) throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        running.add(
            threads.submit(
                (Callable<Void>)
                    () -> {
                      work.run(client);
                      return null;
                    }));
      }
      for (Future<Void> client : running) {
        client.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void requireEqual(byte[] expected, byte[] actual) throws IOException {
    if (!Arrays.equals(expected, actual)) {
      throw new IOException("the range that came is not what was uploaded");
    }
  }

  private static void requireHealthy(WebApi web, String cap) throws IOException {
    JsonNode results = web.check(cap, "verify=true").path("results");
    if (!results.path("recoverable").asBoolean()
        || results.path("count-shares-good").asInt()
            != results.path("count-shares-expected").asInt()) {
      throw new IOException("the file does not verify: " + results);
    }
  }
}
