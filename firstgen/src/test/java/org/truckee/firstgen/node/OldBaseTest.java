package org.truckee.firstgen.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.NodeCertificate;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.foolscap.Furl;

/** Base directories with the files that programs of 2007 have left in them. */
final class OldBaseTest {
  @TempDir Path folder;

  /** A certificate as Foolscap made them then: 1024 bits, signed with MD5, the key in PKCS#1. */
  private static String certificate() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    KeyPair keys = generator.generateKeyPair();
    X500Name name = new X500Name("CN=newpb_thingy");
    byte[] certificate =
        new JcaX509v1CertificateBuilder(
                name,
                BigInteger.valueOf(132),
                Date.from(Instant.parse("2007-08-28T00:00:00Z")),
                Date.from(Instant.parse("2008-08-27T00:00:00Z")),
                name,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("MD5withRSA").build(keys.getPrivate()))
            .getEncoded();
    byte[] key =
        PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();
    return pem("CERTIFICATE", certificate) + pem("RSA PRIVATE KEY", key);
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(der), kind);
  }

  private OldBase base(String name, Map<String, String> files) throws Exception {
    Path base = Files.createDirectory(folder.resolve(name));
    Files.writeString(base.resolve("node.pem"), certificate());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(base.resolve(file.getKey()), file.getValue());
    }
    return new OldBase(base);
  }

  private static OldNode start(OldBase base) throws IOException {
    return OldNode.start(base, OldNodeOptions.defaults().onLoopback().withLayout(ShareLayout.A));
  }

  private static Map<String, String> contents(OldBase base, String... names) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : names) {
      contents.put(name, Files.readString(base.folder().resolve(name)));
    }
    return contents;
  }

  @Test
  void nodesRunOutOfThemAsTheyAre() throws Exception {
    OldBase introducerBase =
        base(
            "introducer",
            Map.of("introducer.tac", "# -*- python -*-\n", "encoding_parameters", "2 3\t4\n"));
    Map<String, String> introducerBefore =
        contents(introducerBase, "node.pem", "encoding_parameters", "introducer.tac");
    try (OldIntroducerNode introducer = (OldIntroducerNode) start(introducerBase)) {
      String name = "s5xvvmlwr2vjpqrm2ax3o6drtqlhfhuk";
      OldBase base =
          base(
              "client",
              Map.of(
                  "client.tac", "# -*- python -*-\n",
                  "introducer.furl", introducer.introducer().text() + "\n",
                  "vdrive.furl", introducer.vdrive().text() + "\n",
                  "secret", "ebywro4reidrq1njjjfwaukqjh\n",
                  "sizelimit", "10MB\n",
                  "push_to_ourselves", ""));
      String tub = NodeCertificate.fromPem(base.required("node.pem")).tubId().toString();
      base.write("myself.furl", "pb://%s@10.0.0.1:5/%s".formatted(tub, name));
      String[] kept = {
        "node.pem", "client.tac", "introducer.furl", "vdrive.furl", "secret", "sizelimit"
      };
      Map<String, String> before = contents(base, kept);
      try (OldClientNode client = (OldClientNode) start(base)) {
        assertThat(client.peers().await(1, OldGrid.LIMIT)).isTrue();
        assertThat(client.peers().awaitAdvice(OldGrid.LIMIT)).isTrue();
        assertThat(client.drive().awaitPrivateRoot(OldGrid.LIMIT)).isTrue();
        assertThat(client.peers().encoding()).isEqualTo(new EncodingParameters(2, 3, 4));
        byte[] plaintext = OldVectors.plaintext(1000, 1);
        FileUri uri = client.uploader().upload(plaintext);
        assertThat(client.downloader().bytes(uri, 1000)).isEqualTo(plaintext);
        Furl myself = Furl.parse(base.required("myself.furl"));
        assertThat(myself.name()).isEqualTo(name);
        assertThat(myself.tubId()).contains(client.nodeId());
        assertThat(base.required("my_nodeid")).isEqualTo(client.nodeId().toString());
      }
      assertThat(contents(base, kept)).isEqualTo(before);
      assertThat(Files.getPosixFilePermissions(base.folder().resolve("control.furl")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(contents(introducerBase, "node.pem", "encoding_parameters", "introducer.tac"))
        .isEqualTo(introducerBefore);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3 7", "3 7 10 1", "three 7 10", "8 7 3", "3 7 1000"})
  void adviceThatIsNoneStopsAnIntroducer(String text) throws Exception {
    Path base = Files.createDirectories(folder.resolve("introducer"));
    Files.createDirectory(base.resolve("vdrive"));
    Files.writeString(base.resolve("encoding_parameters"), text);
    assertThatThrownBy(() -> start(new OldBase(base)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("encoding_parameters");
  }
}
