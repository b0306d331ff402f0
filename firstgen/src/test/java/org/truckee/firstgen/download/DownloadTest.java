package org.truckee.firstgen.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.MemoryShares;
import org.truckee.firstgen.share.SegmentPlan;
import org.truckee.firstgen.share.ShareHeader;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.upload.ContentKey;
import org.truckee.firstgen.upload.Encoder;
import org.truckee.firstgen.upload.Uploadable;
import org.truckee.firstgen.uri.ChkUri;
import org.truckee.firstgen.uri.LiteralUri;

final class DownloadTest {
  @TempDir Path folder;

  /** A file in shares. */
  private record Stored(byte[] plaintext, ChkUri uri, MemoryShares shares, EncodingParameters of) {
    Downloader downloader() {
      return new Downloader(shares, new Random(1));
    }

    byte[] read() throws Exception {
      return downloader().bytes(uri, plaintext.length);
    }
  }

  private static Stored store(int size, int needed, int total, int maxSegment, ShareLayout layout)
      throws Exception {
    byte[] plaintext = OldVectors.plaintext(size, 3);
    EncodingParameters parameters = new EncodingParameters(needed, 1, total);
    MemoryShares shares = new MemoryShares();
    ChkUri uri =
        new Encoder(
                SegmentPlan.of(size, parameters, maxSegment),
                ContentKey.of(Uploadable.of(plaintext)),
                layout,
                shares.sinks(total),
                1)
            .run(new ByteArrayInputStream(plaintext));
    return new Stored(plaintext, uri, shares, parameters);
  }

  /** Whatever is lost or damaged, as long as enough is left. */
  @Property(tries = 150)
  void anyEnoughGoodSharesGiveTheFileBack(
      @ForAll @IntRange(min = 1, max = 5000) int size,
      @ForAll @IntRange(min = 1, max = 6) int needed,
      @ForAll @IntRange(max = 6) int more,
      @ForAll @IntRange(min = 1, max = 2000) int maxSegment,
      @ForAll boolean old,
      @ForAll @LongRange long seed)
      throws Exception {
    // More segments than a share can have are refused; that is not what is meant here.
    int segment = Math.max(maxSegment, size / 100 + 1);
    int total = needed + more;
    Stored file = store(size, needed, total, segment, old ? ShareLayout.A : ShareLayout.B);
    Random random = new Random(seed);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < total; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, random);
    for (int bad : numbers.subList(0, more)) {
      harm(file.shares, bad, random);
    }
    assertThat(file.read()).isEqualTo(file.plaintext);
  }

  private static void harm(MemoryShares shares, int number, Random random) {
    byte[] share = shares.share(number);
    switch (random.nextInt(4)) {
      case 0 -> shares.lose(number);
      case 1 -> shares.put(number, Arrays.copyOf(share, random.nextInt(share.length)));
      case 2 -> share[random.nextInt(share.length)] ^= (byte) (1 << random.nextInt(8));
      default -> {
        byte[] noise = new byte[Math.max(1, share.length / 3)];
        random.nextBytes(noise);
        System.arraycopy(
            noise, 0, share, random.nextInt(share.length - noise.length + 1), noise.length);
      }
    }
  }

  @Property(tries = 60)
  void oneGoodShareTooFewGivesNothing(
      @ForAll @IntRange(min = 1, max = 3000) int size,
      @ForAll @IntRange(min = 2, max = 6) int needed,
      @ForAll @IntRange(max = 4) int more,
      @ForAll @LongRange long seed)
      throws Exception {
    Stored file = store(size, needed, needed + more, 500, ShareLayout.B);
    Random random = new Random(seed);
    for (int number = 0; number <= more; number++) {
      int at =
          ShareLayout.B.headerLength()
              + random.nextInt(SegmentPlan.of(size, file.of, 500).blockLengthOf(0));
      file.shares.share(number)[at] ^= 1;
    }
    assertThatThrownBy(file::read)
        .isInstanceOf(NotEnoughSharesException.class)
        .hasMessageContaining("good shares of %d".formatted(needed))
        .hasMessageContaining("block 0 has another hash");
  }

  @Test
  void everyPartOfAShareIsValidated() throws Exception {
    Stored file = store(1000, 3, 10, 128, ShareLayout.B);
    ShareHeader header = ShareHeader.parse(file.shares.share(0));
    int[] parts = {
      0,
      4,
      8,
      header.data(),
      header.plaintextTree(),
      header.crypttextTree(),
      header.blockTree() + 32,
      header.shareHashes() + 2,
      header.extension() + 3,
      header.extension() + 20,
    };
    for (int part : parts) {
      Stored copy = store(1000, 3, 10, 128, ShareLayout.B);
      for (int number = 0; number < 10; number++) {
        copy.shares.share(number)[part] ^= 1;
      }
      assertThatThrownBy(copy::read)
          .as("byte %d", part)
          .isInstanceOf(NotEnoughSharesException.class);
    }
  }

  @Test
  void sharesOfBothLayoutsAreReadTogether() throws Exception {
    Stored august = store(1000, 3, 10, 128, ShareLayout.A);
    Stored september = store(1000, 3, 10, 128, ShareLayout.B);
    assertThat(august.uri).isEqualTo(september.uri);
    for (int number = 0; number < 10; number += 2) {
      august.shares.put(number, september.shares.share(number));
    }
    for (int number = 4; number < 10; number++) {
      august.shares.lose(number);
    }
    assertThat(august.read()).isEqualTo(august.plaintext);
  }

  /** Shares that are right about a file that is another than its hashes say. */
  @Test
  void aDishonestUploaderIsFoundOut() throws Exception {
    Stored file = store(1000, 1, 1, 128, ShareLayout.B);
    Stored other = store(1001, 1, 1, 128, ShareLayout.B);
    // The right key and the extension of another file.
    ChkUri mixed = new ChkUri(file.uri.key(), other.uri.extensionHash(), 1, 1, other.uri.size());
    RecordedTarget target = new RecordedTarget();
    assertThatThrownBy(() -> new Downloader(other.shares, new Random(1)).download(mixed, target))
        .isInstanceOf(WrongContentsException.class)
        .hasMessageContaining("the plaintext of segment 0");
    assertThat(target.calls).containsExactly("fail");
  }

  @Test
  void aTargetSeesWhatHappens() throws Exception {
    Stored file = store(1000, 3, 3, 300, ShareLayout.A);
    RecordedTarget good = new RecordedTarget();
    assertThat(file.downloader().download(file.uri, good)).isEqualTo("done");
    assertThat(good.calls)
        .containsExactly("open 1000", "write 300", "write 300", "write 300", "write 100", "close");
    file.shares.share(1)[ShareLayout.A.headerLength() + 150] ^= 1;
    RecordedTarget bad = new RecordedTarget();
    assertThatThrownBy(() -> file.downloader().download(file.uri, bad))
        .isInstanceOf(NotEnoughSharesException.class);
    assertThat(bad.calls).containsExactly("open 1000", "write 300", "fail");
    RecordedTarget literal = new RecordedTarget();
    file.downloader().download(new LiteralUri(new byte[0]), literal);
    assertThat(literal.calls).containsExactly("open 0", "write 0", "close");
  }

  private static final class RecordedTarget implements DownloadTarget<String> {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void open(long size) {
      calls.add("open " + size);
    }

    @Override
    public void write(byte[] data) {
      calls.add("write " + data.length);
    }

    @Override
    public void close() {
      calls.add("close");
    }

    @Override
    public void fail(Exception why) {
      calls.add("fail");
    }

    @Override
    public String finish() {
      return "done";
    }
  }

  @Test
  void aFileAppearsWhenItIsComplete() throws Exception {
    Stored file = store(1000, 2, 2, 300, ShareLayout.A);
    Path path = folder.resolve("copy");
    file.downloader().file(file.uri, path);
    assertThat(path).hasBinaryContent(file.plaintext);
    Files.delete(path);
    file.shares.share(0)[ShareLayout.A.headerLength() + 300] ^= 1;
    assertThatThrownBy(() -> file.downloader().file(file.uri, path))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aHeaderThatLiesCostsNoMemory() throws Exception {
    Stored file = store(1000, 1, 1, 128, ShareLayout.A);
    byte[] share = file.shares.share(0);
    ByteBuffer.wrap(share).putInt(4, Integer.MAX_VALUE - 100).putInt(12, Integer.MAX_VALUE - 64);
    assertThatThrownBy(file::read).isInstanceOf(NotEnoughSharesException.class);
  }

  @Test
  void tooFewSharesAreSaidToBeTooFew() throws Exception {
    Stored file = store(1000, 3, 10, 128, ShareLayout.A);
    for (int number = 0; number < 8; number++) {
      file.shares.lose(number);
    }
    assertThatThrownBy(file::read).hasMessageContaining("2 shares were found", "3 are needed");
  }
}
