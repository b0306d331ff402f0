package org.truckee.cli.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What people do with a grid, through the web API of a client: small files one after the other and
 * many at once, large files, ranges, mutable files, directories, checks. Mixed and repeated,
 * because compiled code is only as good as what was seen before it was compiled.
 */
final class MixedWork implements AutoCloseable {
  private static final int SMALL_BYTES = 10_000;
  private static final int MUTABLE_BYTES = 1_000_000;
  private static final int LARGE_BYTES = 6_000_000;
  private static final int IN_TURN = 30;
  private static final int AT_ONCE = 16;
  private static final int CROWD = 96;
  private static final int CHILDREN = 300;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration ENOUGH = Duration.ofSeconds(30);
  private static final Duration BETWEEN_TRIALS = Duration.ofMillis(100);

  private final URI node;
  private final Random random = new Random(2026);
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  MixedWork(URI node) {
    this.node = node;
  }

  /**
   * Begins as soon as the node has found the servers that it needs, and leaves out on slow machines
   * what would begin late.
   */
  void run() throws Exception {
    awaitServers();
    long end = System.nanoTime() + ENOUGH.toNanos();
    List<Part> parts =
        List.of(
            this::smallFiles,
            this::largeFiles,
            this::directories,
            () -> mutableFiles("sdmf"),
            () -> mutableFiles("mdmf"));
    for (Part part : parts) {
      if (System.nanoTime() - end > 0) {
        return;
      }
      part.run();
    }
  }

  private interface Part {
    void run() throws Exception;
  }

  private void awaitServers() throws IOException, InterruptedException {
    byte[] contents = bytes(SMALL_BYTES);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        put(contents, "");
        return;
      } catch (IOException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.sleep(BETWEEN_TRIALS);
      }
    }
  }

  private void largeFiles() throws Exception {
    String cap = put(bytes(LARGE_BYTES), "");
    get(file(cap));
    send(at(file(cap)).header("Range", "bytes=3000000-3065535").GET());
    post(file(cap) + "?t=check&output=json");
    post(file(cap) + "?t=check&verify=true&output=json");
  }

  private void smallFiles() throws Exception {
    List<String> caps = new ArrayList<>();
    for (int i = 0; i < IN_TURN; i++) {
      caps.add(put(bytes(SMALL_BYTES), ""));
    }
    for (String cap : caps) {
      get(file(cap));
    }
    List<Callable<String>> puts = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      byte[] contents = bytes(SMALL_BYTES);
      puts.add(() -> put(contents, ""));
    }
    List<Callable<String>> gets = new ArrayList<>();
    for (String cap : atOnce(puts)) {
      gets.add(() -> get(file(cap)));
    }
    atOnce(gets);
  }

  private void directories() throws Exception {
    String child = put(bytes(SMALL_BYTES), "");
    String small = "";
    for (int i = 0; i < 3; i++) {
      small = file(post("/uri?t=mkdir"));
    }
    for (int i = 0; i < 10; i++) {
      send(at(small + "/child-" + i + "?t=uri").PUT(body(child)));
    }
    get(small + "/child-1");
    StringBuilder children = new StringBuilder("{");
    for (int i = 0; i < CHILDREN; i++) {
      children.append(i == 0 ? "" : ",");
      children.append("\"%d\": [\"filenode\", {\"ro_uri\": \"%s\"}]".formatted(i, child));
    }
    HttpRequest.Builder many = at("/uri?t=mkdir-with-children");
    String large = file(send(many.POST(body(children.append('}').toString()))));
    get(large + "?t=json");
    get(large + "/");
    send(at(large + "/extra?t=uri").PUT(body(child)));
    send(at(large + "/extra").DELETE());
    post(small + "?t=stream-deep-check");
    get("/");
    get("/status/");
  }

  private void mutableFiles(String format) throws Exception {
    String cap = put(bytes(MUTABLE_BYTES), "?format=" + format);
    get(file(cap));
    send(at(file(cap) + "?offset=500000").PUT(HttpRequest.BodyPublishers.ofByteArray(bytes(1000))));
    get(file(cap));
    post(file(cap) + "?t=check&output=json");
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> List<T> atOnce(List<Callable<T>> jobs) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> job : threads.invokeAll(jobs)) {
      results.add(job.get());
    }
    return results;
  }

  private String put(byte[] contents, String query) throws IOException, InterruptedException {
    return send(at("/uri" + query).PUT(HttpRequest.BodyPublishers.ofByteArray(contents)));
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(at(path).GET());
  }

  private String post(String path) throws IOException, InterruptedException {
    return send(at(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(node.resolve(path)).timeout(LIMIT);
  }

  private static String file(String cap) {
    return "/uri/" + URLEncoder.encode(cap.strip(), StandardCharsets.US_ASCII);
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    if (answer.statusCode() >= 400) {
      throw new IOException("the node answered with " + answer.statusCode());
    }
    return answer.body();
  }

  @Override
  public void close() {
    threads.close();
    http.close();
  }
}
