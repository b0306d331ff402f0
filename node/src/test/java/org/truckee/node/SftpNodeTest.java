package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.node.config.NodeException;

/** A node that serves SFTP ({@code spec/09 §4.3}). */
final class SftpNodeTest {
  private static final String CONFIGURATION =
      """
      [node]
      tub.port = disabled
      tub.location = disabled
      [storage]
      enabled = false
      [sftpd]
      enabled = true
      port = tcp:0:interface=127.0.0.1
      host_pubkey_file = private/host.pub
      host_privkey_file = private/host
      accounts.file = private/accounts
      """;

  private final NodeResources resources = NodeResources.start();
  private final Path directory;

  SftpNodeTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    Files.writeString(directory.resolve("tahoe-client.tac"), "");
    Files.writeString(directory.resolve("tahoe.cfg"), CONFIGURATION);
    Files.createDirectory(directory.resolve("private"));
    KeyPair key = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    Files.writeString(
        directory.resolve("private/host"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded())));
    String open = text((RSAPublicKey) key.getPublic());
    Files.writeString(directory.resolve("private/host.pub"), open + "\n");
    Files.writeString(directory.resolve("private/accounts"), "alice " + open + " URI:LIT:\n");
  }

  private static String text(RSAPublicKey key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (byte[] field :
        new byte[][] {
          "ssh-rsa".getBytes(StandardCharsets.US_ASCII),
          key.getPublicExponent().toByteArray(),
          key.getModulus().toByteArray()
        }) {
      out.writeInt(field.length);
      out.write(field);
    }
    return "ssh-rsa " + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  @AfterEach
  void stopThreads() {
    resources.close();
  }

  @Test
  void itListensWithoutAWebApi() throws Exception {
    try (Node node = Node.start(directory, resources)) {
      assertThat(node.webPort()).isEmpty();
      try (Socket socket = new Socket("127.0.0.1", node.sftpPort().getAsInt());
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
        assertThat(lines.readLine()).isEqualTo("SSH-2.0-Truckee");
      }
    }
  }

  @Test
  void itDoesNotStartWithoutWhatItNeeds() throws Exception {
    Files.delete(directory.resolve("private/accounts"));
    assertThatThrownBy(() -> Node.start(directory, resources))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("accounts");
    Files.writeString(directory.resolve("private/accounts"), "alice secret URI:LIT:\n");
    assertThatThrownBy(() -> Node.start(directory, resources))
        .hasMessageContaining("Password-based authentication is not supported")
        .hasMessageNotContaining("secret");
    Files.writeString(directory.resolve("private/accounts"), "");
    Files.writeString(directory.resolve("private/host"), "nothing");
    assertThatThrownBy(() -> Node.start(directory, resources))
        .hasMessageContaining("host_privkey_file");
  }
}
