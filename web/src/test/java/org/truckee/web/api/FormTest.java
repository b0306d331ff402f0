package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.immutable.upload.Spool;
import org.truckee.grid.immutable.upload.SpoolFolder;
import org.truckee.grid.transfer.FileThreads;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

class FormTest {
  private static final String TYPE = "multipart/form-data; boundary=edge";
  private static final String BEFORE =
      "--edge\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nupload\r\n"
          + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n";
  private static final String AFTER =
      "\r\n--edge\r\nContent-Disposition: form-data; name=\"next\"\r\n\r\n/é\r\n--edge--\r\n";

  @Property(tries = 50)
  void aFileOfAnySizeStandsBetweenFields(@ForAll @IntRange(max = 3 << 20) int size)
      throws Exception {
    byte[] contents = new byte[size];
    for (int i = 0; i < size; i++) {
      contents[i] = (byte) (i * 31 >> 3);
    }
    try (Form form = read(concatenate(utf8(BEFORE), contents, utf8(AFTER)))) {
      assertThat(form.fields()).containsEntry("t", "upload").containsEntry("next", "/é");
      try (InputStream file = form.file().orElseThrow().open()) {
        assertThat(file.readAllBytes()).isEqualTo(contents);
      }
    }
  }

  @Property
  void anyBodyIsAFormOrIsRefused(@ForAll @Size(max = 300) byte[] body) throws Exception {
    readOrRefuse(body);
    readOrRefuse(concatenate(utf8(BEFORE), body));
    readOrRefuse(concatenate(utf8("--edge\r\n"), body, utf8("\r\n\r\nx\r\n--edge--\r\n")));
  }

  @Example
  void aFormThatBreaksOffIsRefused() {
    assertThatThrownBy(() -> read(utf8(BEFORE + "half of a fi")))
        .isInstanceOfSatisfying(WebException.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Example
  void aFieldOfAMegabyteIsRefused() {
    String field = "--edge\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n";
    assertThatThrownBy(() -> read(utf8(field + "x".repeat(1 << 20) + "\r\n--edge--\r\n")))
        .isInstanceOfSatisfying(WebException.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Example
  void aFormWithoutABoundaryIsRefused() {
    assertThatThrownBy(
            () ->
                Form.read(
                    "multipart/form-data",
                    InputStream.nullInputStream(),
                    FormTest::spool,
                    RequestMemory.ofSmall()))
        .isInstanceOf(WebException.class);
  }

  private static void readOrRefuse(byte[] body) throws IOException, InterruptedException {
    try {
      read(body).close();
    } catch (WebException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  private static Form read(byte[] body) throws IOException, WebException, InterruptedException {
    return Form.read(
        TYPE, new ByteArrayInputStream(body), FormTest::spool, RequestMemory.ofSmall());
  }

  private static SpooledSource spool(InputStream contents)
      throws IOException, InterruptedException {
    try (Workers workers = new Workers(1)) {
      return Spool.read(
          contents,
          EncodingParameters.DEFAULT,
          Optional.empty(),
          new SpoolFolder(Path.of(System.getProperty("java.io.tmpdir")), new FileThreads()),
          workers,
          new MemoryBudget(8 << 20));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concatenate(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }
}
