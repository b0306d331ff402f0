package org.truckee.firstgen.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.truckee.http.RefusedException;

final class FormFuzzTest {
  private static Path spool;

  @BeforeAll
  static void makeFolder() throws IOException {
    spool = Files.createTempDirectory("forms");
  }

  @AfterAll
  static void nothingIsLeftOver() throws IOException {
    assertThat(spool).isEmptyDirectory();
    Files.delete(spool);
  }

  @FuzzTest
  void anyBytesAreAFormOrRefused(byte[] bytes) throws IOException {
    try (Form form = Form.parse(new ByteArrayInputStream(bytes), "x", spool)) {
      assertThat(form.fields()).isNotNull();
    } catch (RefusedException refused) {
      assertThat(refused.status()).isBetween(400, 413);
    }
  }

  /** Whatever is in a file, even what looks like a delimiter at first. */
  @Property(tries = 300)
  void aFileComesThroughAsItIs(@ForAll @Size(max = 200) byte[] noise) throws IOException {
    Path folder = Files.createTempDirectory("form");
    byte[] head =
        ("--xyz\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nupload\r\n--xyz\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a b\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] almost = "\r\r\n--xy\r\n--x\r\n-".getBytes(StandardCharsets.US_ASCII);
    byte[] contents = new byte[noise.length + almost.length];
    System.arraycopy(almost, 0, contents, 0, almost.length);
    System.arraycopy(noise, 0, contents, almost.length, noise.length);
    byte[] end = "\r\n--xyz--\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[head.length + contents.length + end.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(contents, 0, whole, head.length, contents.length);
    System.arraycopy(end, 0, whole, head.length + contents.length, end.length);
    try (Form form = Form.parse(new ByteArrayInputStream(whole), "xyz", folder)) {
      assertThat(form.fileName()).isEqualTo("a b");
      assertThat(form.fields()).singleElement().hasToString("t=upload");
      assertThat(form.file().orElseThrow().file()).hasBinaryContent(contents);
    }
    Files.delete(folder);
  }
}
