package org.truckee.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Chromium without a window, driven by its driver over W3C WebDriver. For one thread. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FOR_AN_ELEMENT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

  /** How an element is named in answers. */
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final Process driver;
  private final Path profile;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String session;

  private Browser(Process driver, Path profile, String address, boolean scripts)
      throws IOException {
    this.driver = driver;
    this.profile = profile;
    ObjectNode options = JSON.createObjectNode();
    ArrayNode arguments = options.putArray("args");
    Stream.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--hide-scrollbars",
            "--autoplay-policy=no-user-gesture-required",
            "--user-data-dir=" + profile)
        .forEach(arguments::add);
    if (!scripts) {
      options.putObject("prefs").put("profile.managed_default_content_settings.javascript", 2);
    }
    ObjectNode wanted = JSON.createObjectNode();
    ObjectNode always = wanted.putObject("capabilities").putObject("alwaysMatch");
    always.put("browserName", "chrome").set("goog:chromeOptions", options);
    // An element may belong to a page that a click has asked for and that has not come yet.
    always
        .putObject("timeouts")
        .put("script", PATIENCE.toMillis() - 5000)
        .put("implicit", FOR_AN_ELEMENT.toMillis());
    session =
        address
            + "/session/"
            + exchange("POST", address + "/session", wanted).get("sessionId").asText();
  }

  /** Whether there are a Chromium and its driver on this machine. */
  static boolean isThere() {
    return Stream.of("chromium", "chromedriver").allMatch(Browser::isOnPath);
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Starts one.
   *
   * @param scripts whether pages may run scripts
   */
  static Browser start(boolean scripts) throws IOException {
    Path profile = Files.createTempDirectory("browser");
    Process driver =
        new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    try {
      return new Browser(driver, profile, address(driver), scripts);
    } catch (IOException | RuntimeException e) {
      driver.destroyForcibly();
      throw e;
    }
  }

  private static String address(Process driver) throws IOException {
    BufferedReader lines = driver.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(rest -> {}));
        return "http://127.0.0.1:" + started.group(1);
      }
    }
    throw new IOException("chromedriver did not start");
  }

  private JsonNode exchange(String method, String address, JsonNode body) throws IOException {
    HttpRequest.BodyPublisher content =
        body.isMissingNode()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, content)
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode value = JSON.readTree(answer.body()).path("value");
      if (answer.statusCode() != 200) {
        throw new IOException(value.path("error").asText() + ": " + value.path("message").asText());
      }
      return value;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private JsonNode post(String command, ObjectNode body) throws IOException {
    return exchange("POST", session + "/" + command, body);
  }

  /** Goes to a page and waits until it is complete. */
  void open(String address) throws IOException {
    post("url", JSON.createObjectNode().put("url", address));
  }

  /** Where it is. */
  String address() throws IOException {
    return exchange("GET", session + "/url", JSON.missingNode()).asText();
  }

  /** The title of the page. */
  String title() throws IOException {
    return exchange("GET", session + "/title", JSON.missingNode()).asText();
  }

  /** Shows pages in a window of that size, which may be that of a telephone. */
  void resize(int width, int height) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("cmd", "Emulation.setDeviceMetricsOverride");
    ObjectNode size = body.putObject("params").put("width", width).put("height", height);
    size.put("deviceScaleFactor", 1).put("mobile", false);
    post("goog/cdp/execute", body);
  }

  private String element(String selector) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("using", "css selector").put("value", selector);
    return post("element", body).get(ELEMENT).asText();
  }

  /** Clicks on the first element. */
  void click(String selector) throws IOException {
    post("element/" + element(selector) + "/click", JSON.createObjectNode());
  }

  /** Types into a field, or chooses a file or folder for one that takes them. */
  void type(String selector, String text) throws IOException {
    post("element/" + element(selector) + "/value", JSON.createObjectNode().put("text", text));
  }

  /** Empties a field. */
  void clear(String selector) throws IOException {
    post("element/" + element(selector) + "/clear", JSON.createObjectNode());
  }

  /** What a reader sees of an element. */
  String text(String selector) throws IOException {
    return exchange("GET", session + "/element/" + element(selector) + "/text", JSON.missingNode())
        .asText();
  }

  /**
   * Waits until a reader sees a text in an element. For pages without scripts, too, which come anew
   * by themselves.
   */
  void untilText(String selector, String part) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    IOException failure = new IOException("%s never said: %s".formatted(selector, part));
    while (System.nanoTime() - deadline < 0) {
      try {
        if (text(selector).contains(part)) {
          return;
        }
      } catch (IOException e) {
        failure = e;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    throw failure;
  }

  /** Runs a script in the page and gives what it returns. */
  JsonNode run(String script, Object... arguments) throws IOException {
    return post("execute/sync", script(script, arguments));
  }

  /** Runs a script that calls its last argument with its result when it has it. */
  JsonNode await(String script, Object... arguments) throws IOException {
    return post("execute/async", script(script, arguments));
  }

  /**
   * Waits until an expression is true in the page, or in one that comes after it: what a script
   * says while its page is left is no answer.
   */
  void until(String expression) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    IOException failure = new IOException("it never came: " + expression);
    while (System.nanoTime() - deadline < 0) {
      try {
        if (run("return !!(%s)".formatted(expression)).asBoolean()) {
          return;
        }
      } catch (IOException e) {
        failure = e;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    throw failure;
  }

  private static ObjectNode script(String script, Object... arguments) {
    ObjectNode body = JSON.createObjectNode().put("script", script);
    body.set("args", JSON.valueToTree(List.of(arguments)));
    return body;
  }

  /** A picture of the window, as PNG. */
  byte[] picture() throws IOException {
    String text = exchange("GET", session + "/screenshot", JSON.missingNode()).asText();
    return Base64.getDecoder().decode(text);
  }

  /** Shows pages as people with dark screens see them, or not. */
  void dark(boolean dark) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("cmd", "Emulation.setEmulatedMedia");
    ObjectNode feature = body.putObject("params").putArray("features").addObject();
    feature.put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
    post("goog/cdp/execute", body);
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> started = driver.descendants().toList();
    try {
      exchange("DELETE", session, JSON.missingNode());
    } finally {
      client.close();
      driver.destroy();
      for (ProcessHandle process :
          Stream.concat(started.stream(), Stream.of(driver.toHandle())).toList()) {
        try {
          process.onExit().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
          process.destroyForcibly();
        } catch (InterruptedException e) {
          process.destroyForcibly();
          Thread.currentThread().interrupt();
        }
      }
      delete(profile);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
