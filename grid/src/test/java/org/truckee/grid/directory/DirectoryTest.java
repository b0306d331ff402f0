package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.DirectoryReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.grid.CapSlots;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewLink;
import org.truckee.grid.NotWriteableException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.client.DirectoryWorld;
import org.truckee.grid.transfer.Background;

/** What the recorded operations do not show. */
@Timeout(60)
class DirectoryTest {
  private final DirectoryWorld world = new DirectoryWorld();
  private final FilesystemNode literal = world.node("URI:LIT:n5xgk");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void severalLinksAreNotSetWhereNoneMayBe() {
    Directory readOnly = (Directory) world.grid().node(world.directory("root").cap().readOnly());

    assertThatExceptionOfType(NotWriteableException.class)
        .isThrownBy(() -> readOnly.setAll(List.of(NewLink.of("a", literal)), Overwrite.ALWAYS));
  }

  @Test
  void aVerifyCapIsNobodysChild() {
    Directory root = world.directory("root");
    FilesystemNode verifier =
        world.node(
            "URI:CHK-Verifier:vmv4ua7hbh5m5tdebyq6jckmcu:"
                + "ii6kwrjw3yxxxup624wlhjowetjyfiv352tt7qs4h5qahcmvpnpa:3:10:1234");

    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> root.set(NewLink.of("v", verifier), Overwrite.ALWAYS))
        .withMessageContaining("verify cap");
    assertThat(world.stored(root).writes()).isZero();
  }

  @Test
  void anEditThatChangesNothingWritesNothing() throws Exception {
    Directory root = world.directory("root");

    assertThat(root.delete("nobody", DeleteOptions.IF_THERE)).isEmpty();
    assertThat(world.stored(root).writes()).isZero();
  }

  @Test
  void aDirectoryLargerThanItMayBeIsNotRead() throws Exception {
    Directory root = world.directory("root");
    root.set(NewLink.of("a", literal), Overwrite.ALWAYS);
    long size = root.size();
    try (Background background = new Background()) {
      Directories limited =
          new Directories(new Tools(world), Clock.systemUTC(), background, size - 1);
      Directories enough = new Directories(new Tools(world), Clock.systemUTC(), background, size);

      assertThat(enough.open(DirectoryWorld.cap("root")).list().links()).hasSize(1);
      assertThatExceptionOfType(FileTooLargeException.class)
          .isThrownBy(() -> limited.open(DirectoryWorld.cap("root")).list())
          .withMessageContaining("the limit is");
      Directory literalDirectory =
          limited.open(new DirectoryReadCap(new LiteralCap(new byte[(int) size])));
      assertThatExceptionOfType(FileTooLargeException.class).isThrownBy(literalDirectory::list);
    }
  }

  private record Tools(DirectoryWorld world) implements DirectoryTools {
    @Override
    public FilesystemNode node(CapSlots slots) {
      return world.grid().node(slots);
    }

    @Override
    public ImmutableFileNode open(ChkReadCap cap) {
      return (ImmutableFileNode) world.grid().node(cap);
    }

    @Override
    public ImmutableFileNode open(LiteralCap cap) {
      return (ImmutableFileNode) world.grid().node(cap);
    }

    @Override
    public MutableFile open(MutableFileCap cap) {
      return world.grid().open(cap);
    }

    @Override
    public MutableFile create(InitialContents contents, MutableOptions options)
        throws IOException, InterruptedException {
      return world.grid().createMutable(contents, options);
    }

    @Override
    public UploadResult upload(Source contents, UploadOptions options)
        throws IOException, InterruptedException {
      return world.grid().upload(contents, options);
    }
  }
}
