package org.truckee.firstgen.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.download.NotEnoughSharesException;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.DriveException;
import org.truckee.firstgen.drive.DrivePath;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.firstgen.drive.Manifest;
import org.truckee.firstgen.drive.NoSuchChildException;
import org.truckee.firstgen.drive.NotMutableException;
import org.truckee.firstgen.peers.StoragePeer;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.SegmentCodec;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.upload.UploadException;
import org.truckee.firstgen.upload.Uploadable;
import org.truckee.firstgen.uri.ChkUri;
import org.truckee.firstgen.uri.DirectoryUri;
import org.truckee.firstgen.uri.FileKey;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.firstgen.uri.LiteralUri;
import org.truckee.firstgen.uri.ReadOnlyDirectoryUri;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteKey;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;

final class OldGridTest {
  private static final int MAX = 10_000_000;

  @TempDir Path folder;

  private static ChildName name(String text) {
    return ChildName.of(text);
  }

  @ParameterizedTest
  @EnumSource(ShareLayout.class)
  void aFileThatOneClientUploadsCanBeReadByAnother(ShareLayout layout) throws Exception {
    try (OldGrid grid = new OldGrid(folder, 4, layout)) {
      byte[] plaintext = OldVectors.plaintext(2_500_000, 1);
      ChkUri uri = (ChkUri) grid.client(0).uploader().upload(plaintext);
      assertThat(uri.needed()).isEqualTo(3);
      assertThat(uri.total()).isEqualTo(10);
      assertThat(grid.client(3).downloader().bytes(uri, MAX)).isEqualTo(plaintext);
      // The same file has the same name, though nothing is sent a second time.
      assertThat(grid.client(2).uploader().upload(plaintext)).isEqualTo(uri);
      assertThat(countShares(folder)).isEqualTo(10);
      int spared = mostDispensable(grid);
      assertKeyOfItsOwn(grid, plaintext);
      grid.stop(spared);
      assertThat(grid.client(0).downloader().bytes(uri, MAX)).isEqualTo(plaintext);
    }
  }

  /** What has a key of its own is not recognized by its contents. */
  private static void assertKeyOfItsOwn(OldGrid grid, byte[] plaintext) throws Exception {
    FileKey key = new FileKey(new byte[FileKey.LENGTH]);
    List<String> codecs = new ArrayList<>();
    Uploadable file = Uploadable.of(plaintext);
    ChkUri uri =
        (ChkUri)
            grid.client(0)
                .uploader()
                .upload(
                    new Uploadable() {
                      @Override
                      public long size() throws IOException {
                        return file.size();
                      }

                      @Override
                      public InputStream open() throws IOException {
                        return file.open();
                      }

                      @Override
                      public void encodedWith(SegmentCodec codec) {
                        codecs.add(codec.serialized());
                      }

                      @Override
                      public FileKey key() {
                        assertThat(codecs).containsExactly("1048578-3-10");
                        return key;
                      }
                    });
    assertThat(uri.key()).isEqualTo(key);
    assertThat(grid.client(1).downloader().bytes(uri, MAX)).isEqualTo(plaintext);
  }

  /**
   * The client but the first that keeps the fewest shares, at most a third of them; another may
   * keep nearly all, since the ring of that age has no eye for balance.
   */
  private static int mostDispensable(OldGrid grid) throws IOException {
    int found = 1;
    for (int i = 2; i < grid.size(); i++) {
      if (countShares(grid.client(i).base().folder())
          < countShares(grid.client(found).base().folder())) {
        found = i;
      }
    }
    return found;
  }

  private static long countShares(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> path.toString().contains("/shares/"))
          .count();
    }
  }

  @Test
  void damagedAndLostSharesAreReplacedByOthers() throws Exception {
    try (OldGrid grid = new OldGrid(folder, 3, ShareLayout.B)) {
      byte[] plaintext = OldVectors.plaintext(200_000, 2);
      FileUri uri = grid.client(0).uploader().upload(plaintext);
      List<Path> shares = shares();
      assertThat(shares).hasSize(10);
      for (Path share : shares.subList(0, 4)) {
        byte[] bytes = Files.readAllBytes(share);
        bytes[1000] ^= 1;
        Files.write(share, bytes);
      }
      for (Path share : shares.subList(4, 7)) {
        Files.delete(share);
      }
      assertThat(grid.client(1).downloader().bytes(uri, MAX)).isEqualTo(plaintext);
      Files.delete(shares.get(8));
      assertThatThrownBy(() -> grid.client(1).downloader().bytes(uri, MAX))
          .isInstanceOf(NotEnoughSharesException.class)
          .hasMessageContaining("2 good shares of 3");
    }
  }

  private List<Path> shares() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> path.toString().contains("/shares/"))
          .sorted()
          .toList();
    }
  }

  @Test
  void anUploadWithTooFewPeersFails() throws Exception {
    try (OldGrid grid = new OldGrid(folder, 2, ShareLayout.A)) {
      Path full = grid.stop(1);
      Files.writeString(full.resolve("sizelimit"), "10b");
      grid.start(full);
      // One takes all of them.
      assertThat(grid.client(0).uploader().upload(new byte[1000])).isInstanceOf(ChkUri.class);
      Path other = grid.stop(0);
      Files.writeString(other.resolve("sizelimit"), "5000b");
      grid.start(other);
      assertThatThrownBy(() -> grid.client(0).uploader().upload(new byte[2000]))
          .isInstanceOf(UploadException.class)
          .hasMessageContaining("7 are desired");
    }
  }

  @Test
  void theVirtualDrive() throws Exception {
    try (OldGrid grid = new OldGrid(folder, 3, ShareLayout.B)) {
      DirectoryNode root = grid.client(0).drive().publicRoot();
      assertThat(grid.client(1).drive().publicRoot()).isEqualTo(root);
      DirectoryNode music = root.createEmptyDirectory(name("music"));
      byte[] song = OldVectors.plaintext(100_000, 4);
      FileNode file = music.addFile(name("lied über alles.ogg"), Uploadable.of(song));
      music.addFile(name("foo.txt"), Uploadable.of("small".getBytes(StandardCharsets.UTF_8)));
      FileNode found =
          (FileNode) grid.client(2).drive().atPath(DrivePath.parse("/music/lied über alles.ogg"));
      assertThat(found).isEqualTo(file);
      assertThat(found.downloadToData(MAX)).isEqualTo(song);
      assertThat(music.list().children().keySet())
          .containsExactly(name("foo.txt"), name("lied über alles.ogg"));
      assertThat(music.hasChild(name("foo.txt"))).isTrue();
      assertThat(music.hasChild(name("bar.txt"))).isFalse();
      assertThatThrownBy(() -> music.get(name("bar.txt")))
          .isInstanceOf(NoSuchChildException.class)
          .hasMessage(
              "get(index=%s): unable to find child named 'bar.txt'".formatted(music.uri().index()));
      music.moveChildTo(name("foo.txt"), root, name("bar.txt"));
      assertThat(root.list().children().keySet()).containsExactly(name("bar.txt"), name("music"));
      // A move onto itself once deleted the child.
      root.moveChildTo(name("bar.txt"), root, name("bar.txt"));
      assertThat(root.hasChild(name("bar.txt"))).isTrue();
      root.delete(name("bar.txt"));
      assertThatThrownBy(() -> root.delete(name("bar.txt")))
          .isInstanceOf(NoSuchChildException.class);
      assertThatThrownBy(
              () -> root.atPath(List.of(name("music"), name("lied über alles.ogg"), name("x"))))
          .isInstanceOf(DriveException.class);
    }
  }

  @Test
  void whoeverCanOnlyReadSeesReadOnlyChildren() throws Exception {
    try (OldGrid grid = new OldGrid(folder, 1, ShareLayout.A, "1 1 1")) {
      DirectoryNode root = grid.client(0).drive().privateRoot();
      DirectoryNode sub = root.createEmptyDirectory(name("sub"));
      DirectoryNode reader = grid.client(0).maker().directory(root.immutableUri());
      assertThat(reader.isMutable()).isFalse();
      assertThat(reader.uri().isMutable()).isTrue();
      assertThat(root.get(name("sub"))).isEqualTo(sub);
      DirectoryNode seen = (DirectoryNode) reader.get(name("sub"));
      assertThat(seen.uri()).isEqualTo(sub.immutableUri()).isInstanceOf(ReadOnlyDirectoryUri.class);
      assertThat(seen.refreshCapability()).isEqualTo(sub.refreshCapability());
      LiteralUri literal = new LiteralUri(new byte[3]);
      assertThatThrownBy(() -> reader.setUri(name("x"), literal))
          .isInstanceOf(NotMutableException.class);
      assertThatThrownBy(() -> reader.delete(name("sub"))).isInstanceOf(NotMutableException.class);
      assertThatThrownBy(() -> reader.createEmptyDirectory(name("x")))
          .isInstanceOf(NotMutableException.class);
      assertThatThrownBy(() -> reader.addFile(name("x"), Uploadable.of(new byte[1])))
          .isInstanceOf(NotMutableException.class);
      assertThatThrownBy(() -> root.moveChildTo(name("sub"), reader, name("x")))
          .isInstanceOf(NotMutableException.class);
      root.setUri(name("ro"), sub.immutableUri());
      assertThat(((DirectoryNode) root.get(name("ro"))).isMutable()).isFalse();
      assertThatThrownBy(() -> root.setUri(name("n".repeat(955)), literal))
          .hasMessageContaining("954");
    }
  }

  @Test
  void aCircleOfDirectoriesEndsAndADeadServerIsAnError() throws Exception {
    try (OldGrid grid = new OldGrid(folder, 2, ShareLayout.B)) {
      DirectoryNode root = grid.client(0).drive().privateRoot();
      DirectoryNode sub = root.createEmptyDirectory(name("sub"));
      sub.setNode(name("up"), root);
      FileNode file = root.addFile(name("file"), Uploadable.of(new byte[1000]));
      root.addFile(name("literal"), Uploadable.of(new byte[10]));
      Manifest manifest = root.buildManifest();
      assertThat(manifest.capabilities())
          .containsExactlyInAnyOrder(
              root.refreshCapability().orElseThrow(),
              sub.refreshCapability().orElseThrow(),
              file.refreshCapability().orElseThrow());
      assertThat(manifest.problems()).isEmpty();
      WritableDirectoryUri dead =
          new WritableDirectoryUri(
              "pb://%s@127.0.0.1:1/vdrive".formatted("a".repeat(32)), new WriteKey(new byte[16]));
      root.setUri(name("dead"), dead);
      // It is not left out of the list, and says itself what is wrong with it.
      DirectoryNode child = (DirectoryNode) root.list().children().get(name("dead"));
      assertThatThrownBy(child::list).hasMessageContaining("cannot be reached");
      assertThat(root.buildManifest().problems()).hasSize(1);
      assertThat(root.buildManifest().capabilities()).hasSize(4);
    }
  }

  @Test
  void aDamagedEntryHidesOnlyItself() throws Exception {
    try (OldGrid grid = new OldGrid(folder, 1, ShareLayout.B, "1 1 1")) {
      DirectoryNode root = grid.client(0).drive().privateRoot();
      root.setUri(name("good"), new LiteralUri(new byte[1]));
      root.setUri(name("bad"), new LiteralUri(new byte[2]));
      Path file =
          grid.introducer()
              .base()
              .folder()
              .resolve("vdrive")
              .resolve(root.uri().index().toString());
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 10] ^= 1;
      Files.write(file, bytes);
      assertThat(root.list().children()).containsOnlyKeys(name("good"));
      assertThat(root.list().damaged())
          .containsExactly("bad: HMAC does not match, crypttext is corrupted");
    }
  }

  @Test
  void everythingIsFoundAgainAfterAStart() throws Exception {
    byte[] plaintext = OldVectors.plaintext(5000, 1);
    String client;
    DirectoryUri root;
    try (OldGrid grid = new OldGrid(folder, 2, ShareLayout.A)) {
      grid.client(0).drive().privateRoot().addFile(name("f"), Uploadable.of(plaintext));
      root = grid.client(0).drive().privateRoot().uri();
      client = Files.readString(folder.resolve("client-0/myself.furl"));
    }
    OldNodeOptions options = OldNodeOptions.defaults().onLoopback().withLayout(ShareLayout.A);
    try (OldNode introducer = OldNode.start(new OldBase(folder.resolve("introducer")), options);
        OldNode first = OldNode.start(new OldBase(folder.resolve("client-0")), options);
        OldNode second = OldNode.start(new OldBase(folder.resolve("client-1")), options)) {
      assertThat(introducer).isInstanceOf(OldIntroducerNode.class);
      OldClientNode reader = (OldClientNode) second;
      assertThat(reader.peers().await(2, OldGrid.LIMIT)).isTrue();
      assertThat(((OldClientNode) first).drive().privateRoot().uri()).isEqualTo(root);
      assertThat(Furl.parse(Files.readString(folder.resolve("client-0/myself.furl")).strip()))
          .isEqualTo(Furl.parse(client.strip()));
      FileNode file = (FileNode) reader.maker().directory(root).get(name("f"));
      assertThat(file.downloadToData(MAX)).isEqualTo(plaintext);
    }
  }

  @Test
  void theControlPort() throws Exception {
    try (OldGrid grid = new OldGrid(folder, 2, ShareLayout.B);
        Tub tub = new Tub(OldGrid.certificateOf(6), TubOptions.defaults())) {
      Path base = grid.client(0).base().folder();
      Furl furl = Furl.parse(Files.readString(base.resolve("control.furl")).strip());
      OldRemote.ControlClient control =
          tub.connect(furl, OldGrid.LIMIT).as(OldRemote.ControlClient.class, OldGrid.LIMIT);
      control.waitForClientConnections(2);
      byte[] plaintext = OldVectors.plaintext(3000, 9);
      Path in = Files.write(folder.resolve("in"), plaintext);
      Path out = folder.resolve("out");
      byte[] uri = control.uploadFromFileToUri(in.toString().getBytes(StandardCharsets.UTF_8));
      assertThat(FileUri.parse(new String(uri, StandardCharsets.US_ASCII)).size()).isEqualTo(3000);
      byte[] name = out.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(control.downloadFromUriToFile(uri, name)).isEqualTo(name);
      assertThat(out).hasBinaryContent(plaintext);
      Map<byte[], Integer> usage = control.getMemoryUsage();
      if (Files.isReadable(Path.of("/proc/self/status"))) {
        assertThat(usage).hasSize(3).allSatisfy((key, value) -> assertThat(value).isPositive());
      }
      assertThatThrownBy(() -> control.downloadFromUriToFile("URI:LIT:0".getBytes(), name))
          .isInstanceOf(RemoteFailureException.class);
    }
  }

  @Test
  void aPeerSaysWhoItIs() throws Exception {
    try (OldGrid grid = new OldGrid(folder, 2, ShareLayout.B)) {
      for (StoragePeer peer : grid.client(0).peers().connected()) {
        assertThat(peer.client().getNodeid()).isEqualTo(peer.nodeId().bytes());
        assertThat(peer.client().getVersions().own())
            .isEqualTo("0.6.0".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> peer.client().getService("vdrive".getBytes()))
            .isInstanceOfSatisfying(
                RemoteFailureException.class,
                failure ->
                    assertThat(failure.failure().type()).isEqualTo("exceptions.RuntimeError"));
      }
      assertThat(grid.client(0).peers().encoding()).isEqualTo(EncodingParameters.ADVICE);
      assertThat(grid.introducer().known()).isEqualTo(2);
    }
  }

  @Test
  void whatIsNoBaseDirectoryIsSaidToBeNone() {
    assertThatThrownBy(() -> new OldBase(folder).kind())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("introducer.furl");
    assertThatThrownBy(() -> new OldBase(folder.resolve("nowhere")).kind())
        .hasMessageContaining("no folder");
  }
}
