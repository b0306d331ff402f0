package org.truckee.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountsTest {
  private final KeyPair alice;
  private final KeyPair bob;

  AccountsTest() throws Exception {
    alice = SftpWorld.key();
    bob = SftpWorld.key();
  }

  private static String text(KeyPair key) {
    return PublicKeyEntry.toString(key.getPublic());
  }

  @Test
  void theLastFieldIsTheRootWhateverTheCommentSays() throws Exception {
    Accounts accounts =
        Accounts.parse(
            "accounts",
            """
            # who may enter

              alice %s alice's own key, 2026 URI:DIR2:a:b\s\s
            bob\t%s URI:LIT:
            """
                .formatted(text(alice), text(bob)));
    assertThat(accounts.count()).isEqualTo(2);
    assertThat(accounts.of("alice").orElseThrow().root().text()).isEqualTo("URI:DIR2:a:b");
    assertThat(accounts.of("bob").orElseThrow().root().text()).isEqualTo("URI:LIT:");
    assertThat(accounts.know("alice", alice.getPublic())).isTrue();
    assertThat(accounts.know("alice", bob.getPublic())).isFalse();
    assertThat(accounts.know("carol", alice.getPublic())).isFalse();
  }

  @Test
  void aLaterLineForAUserReplacesTheEarlierOne() throws Exception {
    Accounts accounts =
        Accounts.parse(
            "accounts", "u %s URI:LIT:\r\nu %s URI:LIT:me\r\n".formatted(text(alice), text(bob)));
    assertThat(accounts.know("u", alice.getPublic())).isFalse();
    assertThat(accounts.know("u", bob.getPublic())).isTrue();
  }

  @Test
  void whatIsWrongIsSaidWithoutRepeatingIt() {
    assertThatThrownBy(() -> Accounts.parse("file", "\nu secret URI:LIT:"))
        .isInstanceOf(AccountsException.class)
        .hasMessageContaining("'file' line 2")
        .hasMessageContaining("Password-based authentication is not supported")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Accounts.parse("file", "u ssh-rsa AAAA URI:LIT:"))
        .hasMessageContaining("no public key that can be used");
    assertThatThrownBy(() -> Accounts.parse("file", "u ssh-ed25519 URI:LIT:"))
        .hasMessageContaining("too few fields");
    assertThatThrownBy(() -> Accounts.parse("file", "u")).hasMessageContaining("too few fields");
  }

  @Test
  void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> Accounts.read(folder.resolve("none"))).hasMessageContaining("none");
    Path file = Files.write(folder.resolve("latin"), new byte[] {'u', ' ', (byte) 0xe9});
    assertThatThrownBy(() -> Accounts.read(file)).hasMessageContaining("not UTF-8");
  }

  @Test
  void keysOfOtherKindsOpenDoorsToo() throws Exception {
    for (String kind : new String[] {"RSA", "EC"}) {
      KeyPair key = java.security.KeyPairGenerator.getInstance(kind).generateKeyPair();
      Accounts accounts = Accounts.parse("file", "u %s URI:LIT:".formatted(text(key)));
      assertThat(accounts.know("u", key.getPublic())).isTrue();
    }
  }

  @Test
  void accountsRevealNothing() throws Exception {
    Accounts accounts = Accounts.parse("file", "u %s URI:LIT:secret".formatted(text(alice)));
    assertThat(accounts.of("u").orElseThrow().toString()).doesNotContain("URI");
  }
}
