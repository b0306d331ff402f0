package org.truckee.firstgen.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.node.OldClientNode;
import org.truckee.firstgen.node.OldGrid;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.uri.FileUri;

final class OldWebTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;
  private OldGrid grid;
  private OldClientNode client;
  private String root;

  @BeforeEach
  void start() throws Exception {
    grid = new OldGrid(folder, 0, ShareLayout.B, "1 1 2");
    client =
        grid.start(Map.of("webport", "tcp:0:interface=127.0.0.1", "webport_allow_localfile", ""));
    grid.awaitConnected();
    root = "http://127.0.0.1:%d".formatted(client.webPort().orElseThrow());
  }

  @AfterEach
  void stop() {
    grid.close();
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private String ok(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = send(method, path, body, headers);
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(text).isEqualTo(200);
    return text;
  }

  private int status(String method, String path) throws IOException, InterruptedException {
    return send(method, path, new byte[0]).statusCode();
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(ok("GET", path + "?t=json", new byte[0]));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void filesAreStoredListedAndFetched() throws Exception {
    byte[] song = OldVectors.plaintext(50_000, 1);
    String uri = ok("PUT", "/vdrive/global/music/a%20song.ogg", song);
    assertThat(FileUri.parse(uri).size()).isEqualTo(50_000);
    HttpResponse<byte[]> found = send("GET", "/vdrive/global/music/a%20song.ogg", new byte[0]);
    assertThat(found.body()).isEqualTo(song);
    assertThat(found.headers().firstValue("Content-Length")).contains("50000");
    JsonNode list = json("/vdrive/global/music");
    assertThat(list.path(0).asText()).isEqualTo("dirnode");
    JsonNode child = list.path(1).path("children").path("a song.ogg");
    assertThat(child.path(0).asText()).isEqualTo("filenode");
    assertThat(child.path(1).path("ro_uri").asText()).isEqualTo(uri);
    assertThat(child.path(1).path("size").asInt()).isEqualTo(50_000);
    assertThat(list.path(1).path("rw_uri").asText()).startsWith("URI:DIR:pb://");
    assertThat(json("/vdrive/global/music/a%20song.ogg")).isEqualTo(child);
    assertThat(ok("GET", "/uri/" + uri, new byte[0]))
        .hasSize(new String(song, StandardCharsets.UTF_8).length());
    String page = ok("GET", "/vdrive/global/music/", new byte[0]);
    assertThat(page).contains("a song.ogg", "50000 bytes");
    assertThat(status("GET", "/vdrive/global/music")).isEqualTo(302);
    assertThat(ok("GET", "/", new byte[0])).contains("1 peers are connected");
    assertThat(ok("PUT", "/uri", song)).isEqualTo(uri);
  }

  @Test
  void directoriesHaveTwoUris() throws Exception {
    String made = ok("PUT", "/vdrive/global/sub?t=mkdir", new byte[0]);
    String path = "/uri/" + made.replace('/', '!');
    assertThat(ok("GET", path + "?t=uri", new byte[0])).isEqualTo(made);
    String readOnly = ok("GET", path + "?t=readonly-uri", new byte[0]);
    assertThat(readOnly).startsWith("URI:DIR-RO:");
    String readPath = "/uri/" + readOnly.replace('/', '!');
    assertThat(json(readPath).path(1).has("rw_uri")).isFalse();
    assertThat(status("PUT", readPath + "/x?t=mkdir")).isEqualTo(400);
    HttpResponse<byte[]> redirect =
        send("GET", "/uri?uri=" + made.replace("/", "%2F") + "&t=json", new byte[0]);
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("Location").orElseThrow())
        .startsWith("/uri/")
        .contains("!")
        .endsWith("?t=json");
    assertThat(status("GET", "/vdrive/private")).isEqualTo(404);
    assertThat(Files.readString(client.base().folder().resolve("start.html")))
        .contains("/uri/URI:DIR:pb:!!");
    assertThat(ok("GET", "/vdrive/global/?t=manifest", new byte[0])).contains("DIR-REFRESH:");
    assertThat(ok("GET", "/vdrive/global/?t=manifest&output=text", new byte[0]).lines()).hasSize(2);
  }

  @Test
  void whatIsInTheWayOrMissingIsSaid() throws Exception {
    ok("PUT", "/vdrive/global/file", bytes("x"));
    assertThat(status("PUT", "/vdrive/global/file/below")).isEqualTo(400);
    assertThat(status("PUT", "/vdrive/global/file?replace=false")).isEqualTo(409);
    assertThat(status("PUT", "/vdrive/global/file?t=mkdir")).isEqualTo(400);
    assertThat(status("GET", "/vdrive/global/nothing")).isEqualTo(404);
    assertThat(status("DELETE", "/vdrive/global/nothing")).isEqualTo(404);
    assertThat(status("GET", "/vdrive/global/file?t=what")).isEqualTo(400);
    assertThat(status("GET", "/uri/URI:LIT:0")).isEqualTo(400);
    assertThat(status("PATCH", "/vdrive/global/file")).isEqualTo(405);
    ok("DELETE", "/vdrive/global/file", new byte[0]);
    assertThat(status("GET", "/vdrive/global/file")).isEqualTo(404);
  }

  @Test
  void formsAreCarriedOut() throws Exception {
    byte[] body =
        bytes(
            "--xyz\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nupload\r\n--xyz\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"hello.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\nHello\r\n--xyz--\r\n");
    String type = "multipart/form-data; boundary=xyz";
    String uri = ok("POST", "/vdrive/global/", body, "Content-Type", type);
    assertThat(FileUri.parse(uri).size()).isEqualTo(5);
    assertThat(ok("GET", "/vdrive/global/hello.txt", new byte[0])).isEqualTo("Hello");
    String form = "application/x-www-form-urlencoded";
    ok(
        "POST",
        "/vdrive/global/",
        bytes("t=rename&from_name=hello.txt&to_name=bye.txt"),
        "Content-Type",
        form);
    ok("POST", "/vdrive/global/", bytes("t=mkdir&name=sub"), "Content-Type", form);
    ok("POST", "/vdrive/global/sub/", bytes("t=uri&name=again&uri=" + uri), "Content-Type", form);
    assertThat(ok("GET", "/vdrive/global/sub/again", new byte[0])).isEqualTo("Hello");
    ok("POST", "/vdrive/global/", bytes("t=delete&name=bye.txt"), "Content-Type", form);
    assertThat(json("/vdrive/global/").path(1).path("children").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("sub");
    assertThat(send("POST", "/vdrive/global/?t=mkdir&name=a%2Fb", new byte[0]).statusCode())
        .isEqualTo(400);
    assertThat(
            send("POST", "/vdrive/global/?t=mkdir&name=sub&replace=false", new byte[0])
                .statusCode())
        .isEqualTo(409);
    HttpResponse<byte[]> done =
        send("POST", "/vdrive/global/?t=mkdir&name=n&when_done=/vdrive/global/", new byte[0]);
    assertThat(done.statusCode()).isEqualTo(302);
    assertThat(done.headers().firstValue("Location")).contains("/vdrive/global/");
  }

  /** As a browser would: what a page offers is sent, and leads back to the page. */
  @Test
  void pagesHaveFormsThatCanBeSent() throws Exception {
    ok("PUT", "/vdrive/global/sub/a%20%26%20%3Cb%3E", bytes("x"));
    ok("PUT", "/vdrive/global/sub/a%2Fb", bytes("y"));
    String page = ok("GET", "/vdrive/global/sub/", new byte[0]);
    assertThat(page).contains("a &amp; &lt;b&gt;").doesNotContain("<b>");
    // A name with a slash cannot be in a form, but in a link.
    assertThat(page)
        .containsOnlyOnce("<button>delete</button>")
        .contains("name=\"name\" value=\"a &amp; &lt;b&gt;\"")
        .contains("href=\"./a%2Fb\"");
    assertThat(ok("GET", "/vdrive/global/sub/a%2Fb", new byte[0])).isEqualTo("y");
    String rename =
        ok("GET", "/vdrive/global/sub/?t=rename-form&name=a%20%26%20%3Cb%3E", new byte[0]);
    assertThat(rename).contains("name=\"from_name\" value=\"a &amp; &lt;b&gt;\"");
    HttpResponse<byte[]> renamed =
        send(
            "POST",
            "/vdrive/global/sub/",
            bytes("t=rename&when_done=.&from_name=a+%26+%3Cb%3E&to_name=c"),
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(renamed.statusCode()).isEqualTo(302);
    assertThat(renamed.headers().firstValue("Location")).contains(".");
    assertThat(ok("GET", "/vdrive/global/sub/c", new byte[0])).isEqualTo("x");
    String readOnly = ok("GET", "/vdrive/global/sub?t=readonly-uri", new byte[0]);
    assertThat(ok("GET", "/uri/" + readOnly.replace('/', '!') + "/", new byte[0]))
        .contains("(read only)")
        .doesNotContain("<form");
  }

  @Test
  void localFilesCanBeNamedIfThatIsAllowed() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/inner"));
    Files.writeString(tree.resolve("one"), "1");
    Files.writeString(tree.getParent().resolve("two"), "22");
    ok("PUT", "/vdrive/global/copy?t=upload&localdir=" + tree.getParent(), new byte[0]);
    ok("PUT", "/vdrive/global/alone?t=upload&localfile=" + tree.resolve("one"), new byte[0]);
    Path back = folder.resolve("back");
    ok("GET", "/vdrive/global/copy/?t=download&localdir=" + back, new byte[0]);
    assertThat(back.resolve("inner/one")).hasContent("1");
    assertThat(back.resolve("two")).hasContent("22");
    Path copy = folder.resolve("copy");
    ok("GET", "/vdrive/global/alone?t=download&localfile=" + copy, new byte[0]);
    assertThat(copy).hasContent("1");
    assertThat(status("GET", "/vdrive/global/alone?localfile=relative")).isEqualTo(403);
    assertThat(status("GET", "/vdrive/global/alone?localfile=" + folder + "/no/such"))
        .isEqualTo(400);
    assertThat(status("PUT", "/vdrive/global/x?t=upload&localfile=relative")).isEqualTo(403);
    Path base = grid.stop(0);
    Files.delete(base.resolve("webport_allow_localfile"));
    client = grid.start(base);
    root = "http://127.0.0.1:%d".formatted(client.webPort().orElseThrow());
    assertThat(status("PUT", "/vdrive/global/x?t=upload&localfile=" + tree.resolve("one")))
        .isEqualTo(403);
  }

  @Test
  void aFileThatCannotBeReadIsGone() throws Exception {
    String uri = ok("PUT", "/uri", OldVectors.plaintext(1000, 1));
    try (Stream<Path> all = Files.walk(client.base().folder().resolve("storage/shares"))) {
      for (Path share : all.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(share);
        bytes[100] ^= 1;
        Files.write(share, bytes);
      }
    }
    assertThat(status("GET", "/uri/" + uri)).isEqualTo(410);
  }

  @Test
  void aFileThatCannotBeStoredIsNotSaidToBeGone() throws Exception {
    // One share of one would not fit into a message.
    HttpResponse<byte[]> refused = send("PUT", "/vdrive/global/large", new byte[400_001]);
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8))
        .contains("at most 400000 can be sent");
    assertThat(status("GET", "/vdrive/global/large")).isEqualTo(404);
  }
}
