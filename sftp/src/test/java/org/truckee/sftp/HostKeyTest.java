package org.truckee.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostKeyTest {
  private final Path folder;

  HostKeyTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void prepare() {
    SshLibrary.prepare();
  }

  private HostKey read() throws AccountsException {
    return HostKey.read(folder.resolve("key.pub"), folder.resolve("key"));
  }

  private void write(KeyPair pair, OpenSSHKeyEncryptionContext password) throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve("key"))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "host", password, out);
    }
    writePublic(pair);
  }

  private void writePublic(KeyPair pair) throws Exception {
    Files.writeString(
        folder.resolve("key.pub"), PublicKeyEntry.toString(pair.getPublic()) + " host\n");
  }

  @Test
  void keysOfAllKindsAreReadInTheNewFormat() throws Exception {
    KeyPair[] pairs = {
      SftpWorld.key(),
      KeyPairGenerator.getInstance("RSA").generateKeyPair(),
      KeyPairGenerator.getInstance("EC").generateKeyPair()
    };
    for (KeyPair pair : pairs) {
      write(pair, null);
      assertThat(read().pair().getPublic()).isEqualTo(pair.getPublic());
    }
  }

  @Test
  void anRsaKeyIsReadInPem() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    writePublic(pair);
    Files.writeString(
        folder.resolve("key"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(pair.getPrivate().getEncoded())));
    assertThat(read().pair().getPublic()).isEqualTo(pair.getPublic());
  }

  @Test
  void whatCannotBeUsedIsNamed() throws Exception {
    assertThatThrownBy(this::read)
        .hasMessageContaining("key.pub")
        .hasMessageContaining("ssh-keygen");
    writePublic(SftpWorld.key());
    assertThatThrownBy(this::read).hasMessageContaining("host_privkey_file");
    Files.writeString(folder.resolve("key"), "no key");
    assertThatThrownBy(this::read).hasMessageContaining("is no private key");
    write(SftpWorld.key(), null);
    writePublic(SftpWorld.key());
    assertThatThrownBy(this::read).hasMessageContaining("not the public half");
    OpenSSHKeyEncryptionContext password = new OpenSSHKeyEncryptionContext();
    password.setPassword("secret");
    password.setCipherName("AES");
    password.setCipherMode("CTR");
    password.setCipherType("256");
    write(SftpWorld.key(), password);
    assertThatThrownBy(this::read).hasMessageContaining("with a password");
  }
}
