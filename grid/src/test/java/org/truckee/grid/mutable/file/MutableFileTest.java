package org.truckee.grid.mutable.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MapMode;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.NotWriteableException;
import org.truckee.grid.OffsetBeyondEndException;
import org.truckee.grid.Source;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.UnrecoverableFileException;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.VersionMap;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;

/** What a mutable file does for its users when all is well. */
class MutableFileTest {
  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void whatWasWrittenIsReadBack(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      for (int size : new int[] {0, 1, 2, 3, 100, 131_072, 131_073, 131_074, 262_146, 700_000}) {
        MutableFile file =
            world
                .client()
                .createMutable(InitialContents.EMPTY, MutableOptions.DEFAULT.withFormat(format));
        byte[] contents = world.bytes(size);
        assertThat(file.contents()).isEmpty();
        MutableVersion written = file.overwrite(Source.of(contents));
        assertThat(written.sequenceNumber()).isEqualTo(2);
        assertThat(written.size()).isEqualTo(size);
        assertThat(written.contents()).isEqualTo(contents);
        assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
        if (format == MutableFormat.SDMF && size > 131_074) {
          break;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void creatingTakesOneQuestionToEachServer(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      world.create(format, text("hello"));
      for (FaultyServer server : world.grid.servers()) {
        assertThat(server.calls()).hasSize(1);
        assertThat(server.calls(Operation.WRITE_SLOT)).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void readingASmallFileTakesOneQuestionToEachServer(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(100_000);
      MutableFile file = world.create(format, contents);
      world.grid.servers().forEach(FaultyServer::forgetCalls);
      assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
      for (FaultyServer server : world.grid.servers()) {
        assertThat(server.calls().size()).isLessThanOrEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void modifyingTakesOneQuestionAndOneWrite(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(format, world.bytes(10_000));
      MutableFile other = world.elsewhere(file);
      world.grid.servers().forEach(FaultyServer::forgetCalls);
      other.modify((contents, _) -> Optional.of(Arrays.copyOf(contents, 9_000)));
      for (FaultyServer server : world.grid.servers()) {
        assertThat(server.calls(Operation.READ_SLOT)).hasSize(1);
        assertThat(server.calls(Operation.WRITE_SLOT)).hasSize(1);
      }
      assertThat(file.best().size()).isEqualTo(9_000);
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void smallSharesOfOneServerGoWithOneWrite(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(4)) {
      MutableFile file = world.create(format, world.bytes(10_000));
      file.modify((old, _) -> Optional.of(Arrays.copyOf(old, 9_000)));
      for (FaultyServer server : world.grid.servers()) {
        assertThat(server.calls(Operation.READ_SLOT)).hasSize(1);
        assertThat(server.calls(Operation.WRITE_SLOT)).hasSize(2);
      }
      assertThat(world.shares(file.cap().index())).hasSize(10);
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
      assertThat(world.elsewhere(file).contents()).hasSize(9_000);
    }
  }

  /** Servers have several shares each: of three servers one share is asked for, and read. */
  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void ofALargeFileThatIsKnownOnlyWhatIsNeededComesAlong(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(5)) {
      byte[] contents = world.bytes(600_000);
      MutableFile file = world.create(format, contents);
      world.grid.servers().forEach(FaultyServer::forgetCalls);
      assertThat(file.contents()).isEqualTo(contents);
      assertThat(calls(world)).isEqualTo(5 + 3);

      // What another client left elsewhere is found all the same.
      byte[] others = world.bytes(500_000);
      world.wipe(world.grid.server(0), file.cap().index());
      world.elsewhere(file).overwrite(Source.of(others));
      assertThat(file.contents()).isEqualTo(others);
    }
  }

  private static int calls(MutableFixture world) {
    return world.grid.servers().stream()
        .mapToInt(server -> server.calls(Operation.READ_SLOT).size())
        .sum();
  }

  @Test
  void updatingAKnownFileTakesOneQuestionAndOneWrite() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(1_000_000);
      MutableFile file = world.create(MutableFormat.MDMF, contents);
      world.grid.servers().forEach(FaultyServer::forgetCalls);
      file.update(500_000, Source.of(new byte[1000]));
      for (FaultyServer server : world.grid.servers()) {
        assertThat(server.calls(Operation.READ_SLOT)).hasSize(1);
        assertThat(server.calls(Operation.WRITE_SLOT)).hasSize(1);
        assertThat(server.calls(Operation.WRITE_SLOT).getFirst().length()).isLessThan(60_000);
      }
      Arrays.fill(contents, 500_000, 501_000, (byte) 0);
      assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void aRangeAStreamAndAChannelReadTheVersion(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(400_000);
      MutableVersion version = world.elsewhere(world.create(format, contents)).best();
      ByteBuffer range = ByteBuffer.allocate(150_000);
      assertThat(version.read(130_000, range)).isEqualTo(150_000);
      assertThat(range.array()).isEqualTo(Arrays.copyOfRange(contents, 130_000, 280_000));
      assertThat(version.stream(399_999, 100).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(contents, 399_999, 400_000));
      try (var channel = version.channel()) {
        ByteBuffer piece = ByteBuffer.allocate(10);
        channel.position(131_070).read(piece);
        assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(contents, 131_070, 131_080));
      }
      assertThat(version.read(400_000, ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void updatesReplaceAndExtend(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] expected = world.bytes(300_000);
      MutableFile file = world.create(format, expected.clone());
      long[][] edits = {
        {0, 5},
        {131_070, 10},
        {131_073, 131_073},
        {299_990, 20},
        {300_010, 131_073},
        {7, 0},
        {5, 300_000}
      };
      for (long[] edit : edits) {
        byte[] data = world.bytes((int) edit[1]);
        expected = Arrays.copyOf(expected, (int) Math.max(expected.length, edit[0] + edit[1]));
        System.arraycopy(data, 0, expected, (int) edit[0], data.length);
        MutableVersion version = file.update(edit[0], Source.of(data));
        assertThat(version.size()).isEqualTo(expected.length);
        assertThat(world.elsewhere(file).contents()).isEqualTo(expected);
      }
      byte[] more = world.bytes(17);
      file.append(Source.of(more));
      expected = Arrays.copyOf(expected, expected.length + 17);
      System.arraycopy(more, 0, expected, expected.length - 17, 17);
      assertThat(world.elsewhere(file).contents()).isEqualTo(expected);
      int end = expected.length;
      assertThatThrownBy(() -> file.update(end + 1, Source.of(new byte[1])))
          .isInstanceOf(OffsetBeyondEndException.class);
    }
  }

  @Test
  void appendingExactlyAtASegmentBoundaryAndToAnEmptyFileWorks() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.MDMF, new byte[0]);
      byte[] expected = new byte[0];
      for (int length : new int[] {131_073, 131_073, 2 * 131_073, 5, 131_068, 1}) {
        byte[] data = world.bytes(length);
        file.append(Source.of(data));
        expected = Arrays.copyOf(expected, expected.length + length);
        System.arraycopy(data, 0, expected, expected.length - length, length);
        assertThat(world.elsewhere(file).contents()).isEqualTo(expected);
      }
    }
  }

  @Test
  void muchIsAppendedInPieces() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(5_000_000);
      MutableFile file = world.create(MutableFormat.MDMF, Arrays.copyOf(contents, 100_000));
      file.append(Source.of(Arrays.copyOfRange(contents, 100_000, contents.length)));
      assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
      file.update(3, Source.of(Arrays.copyOf(contents, 4_500_000)));
      System.arraycopy(contents.clone(), 0, contents, 3, 4_500_000);
      assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
    }
  }

  @Test
  void contentsMayDependOnTheWriteKey() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      AtomicReference<MutableWriteCap> seen = new AtomicReference<>();
      MutableFile file =
          world
              .client()
              .createMutable(
                  cap -> {
                    seen.set(cap);
                    return Source.of(cap.writeKey().bytes());
                  },
                  MutableOptions.DEFAULT);
      assertThat(file.cap()).isEqualTo(seen.get());
      assertThat(file.contents()).isEqualTo(seen.get().writeKey().bytes());
    }
  }

  @Test
  void aKeyThatWasUsedBeforeIsTheFileThatExists() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("first"));
      assertThatThrownBy(() -> world.create(MutableFormat.SDMF, text("second")))
          .isInstanceOf(UncoordinatedWriteException.class);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("first"));
    }
  }

  @Test
  void aReadCapReadsAndDoesNotWrite() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("text"));
      MutableFile readOnly = world.client().open(file.readCap().orElseThrow());
      assertThat(readOnly.contents()).isEqualTo(text("text"));
      assertThat(readOnly.writeCap()).isEmpty();
      assertThatThrownBy(() -> readOnly.overwrite(Source.of(text("other"))))
          .isInstanceOf(NotWriteableException.class);
      assertThatThrownBy(() -> readOnly.modify((_, _) -> Optional.empty()))
          .isInstanceOf(NotWriteableException.class);
      assertThatThrownBy(() -> readOnly.update(0, Source.of(text("other"))))
          .isInstanceOf(NotWriteableException.class);
      MutableFile verifyOnly = world.client().open(file.verifyCap());
      assertThatThrownBy(verifyOnly::best).isInstanceOf(UnusableCapabilityException.class);
      assertThat(verifyOnly.map(MapMode.CHECK).recoverable()).hasSize(1);
    }
  }

  @Test
  void aChangeThatWantsNoneMakesNoVersion() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("text"));
      assertThat(file.modify((_, _) -> Optional.empty()).sequenceNumber()).isEqualTo(1);
      assertThat(file.modify((same, _) -> Optional.of(same)).sequenceNumber()).isEqualTo(1);
      assertThat(file.modify((_, _) -> Optional.of(text("b"))).sequenceNumber()).isEqualTo(2);
    }
  }

  @Test
  void writingWithAMapTestsThatNothingHasChangedSince() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.MDMF, text("one"));
      VersionMap seen = file.map(MapMode.WRITE);
      file.overwrite(Source.of(text("two")), seen);
      assertThatThrownBy(() -> file.overwrite(Source.of(text("three")), seen))
          .isInstanceOf(UncoordinatedWriteException.class);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("two"));
      VersionMap forReading = file.map(MapMode.READ);
      assertThatThrownBy(() -> file.overwrite(Source.of(text("three")), forReading))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsNotThereSaysSo() throws Exception {
    try (MutableFixture world = new MutableFixture(4)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("text"));
      world.grid.servers().forEach(server -> world.wipe(server, file.cap().index()));
      assertThatThrownBy(() -> world.elsewhere(file).contents())
          .isInstanceOf(UnrecoverableFileException.class)
          .hasMessageContaining("no recoverable versions");
      assertThatThrownBy(() -> world.elsewhere(file).overwrite(Source.of(text("new"))))
          .isInstanceOf(UnrecoverableFileException.class);
    }
  }
}
