package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.GridException;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.immutable.upload.Spool;
import org.truckee.grid.immutable.upload.SpoolFolder;
import org.truckee.grid.transfer.FileThreads;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/** Any request line, header and form: understood, or refused with the status for it. */
class RequestFuzzTest {
  private static final Workers WORKERS = new Workers(1);

  @AfterAll
  static void stop() {
    WORKERS.close();
  }

  @DictionaryEntries({
    "multipart/form-data; boundary=edge\\x0a",
    "--edge\\x0d\\x0a",
    "\\x0d\\x0a--edge--\\x0d\\x0a",
    "Content-Disposition: form-data; name=\\x22",
    "file",
    "\\x0d\\x0a\\x0d\\x0a"
  })
  @FuzzTest(maxDuration = "1m")
  void anyBodyIsAFormOrRefused(byte[] input) throws Exception {
    // The first line is the content type.
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String type = new String(input, 0, end, StandardCharsets.ISO_8859_1);
    int body = Math.min(input.length, end + 1);
    try (Form form =
        Form.read(
            type,
            new ByteArrayInputStream(input, body, input.length - body),
            RequestFuzzTest::spool,
            new RequestMemory(new MemoryBudget(1 << 30)))) {
      assertThat(form.fields()).doesNotContainKey("file");
      if (form.file().isPresent()) {
        assertThat(form.file().get().size()).isLessThanOrEqualTo(input.length);
      }
    } catch (WebException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  private static SpooledSource spool(InputStream contents)
      throws IOException, InterruptedException {
    return Spool.read(
        contents,
        EncodingParameters.DEFAULT,
        Optional.empty(),
        new SpoolFolder(Path.of(System.getProperty("java.io.tmpdir")), new FileThreads()),
        WORKERS,
        new MemoryBudget(8 << 20));
  }

  @DictionaryEntries({"%", "%2F", "%C3%A9", "%00", "/", "?", "&", ";", "=", "+", "t=", "format="})
  @FuzzTest(maxDuration = "1m")
  void anyPathAndQueryIsUnderstoodOrRefused(byte[] input) throws Exception {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      assertThat(UrlPath.parse(text).pieces()).isNotEmpty();
    } catch (WebException e) {
      assertThat(e.status()).isEqualTo(400);
    }
    Arguments arguments = Arguments.ofQuery(text);
    String rest = arguments.queryWithout("t");
    // What is handed on means the same when it is read again.
    String again = rest.isEmpty() ? "" : rest.substring(1);
    assertThat(Arguments.ofQuery(again).queryWithout("t")).isEqualTo(rest);
    try {
      arguments.operation();
      arguments.flag("mutable");
      assertThat(arguments.format()).isNotNull();
      assertThat(arguments.replace()).isNotNull();
      assertThat(arguments.number("offset")).isNotNull();
    } catch (WebException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  @DictionaryEntries({
    "{\\x22a\\x22:[\\x22filenode\\x22,{",
    "\\x22ro_uri\\x22:",
    "\\x22rw_uri\\x22:",
    "\\x22metadata\\x22:{",
    "null",
    "}]}"
  })
  @FuzzTest(maxDuration = "1m")
  void anyTextDescribesChildrenOrIsRefused(byte[] input) throws Exception {
    try (RequestMemory memory = new RequestMemory(new MemoryBudget(1 << 30))) {
      assertThat(ChildrenJson.parse(input, memory)).isNotNull();
    } catch (WebException e) {
      assertThat(e.status()).isIn(400, 413);
    } catch (GridException e) {
      assertThat(GridFailure.of(e).status()).isEqualTo(400);
    }
  }
}
