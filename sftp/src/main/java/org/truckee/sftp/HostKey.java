package org.truckee.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Iterator;
import java.util.Map;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The key by which clients know the server again, in OpenSSH's formats ({@code spec/11 §A1}). */
public final class HostKey {
  private static final int MAX_FILE = 64 << 10;

  private final KeyPair pair;

  private HostKey(KeyPair pair) {
    this.pair = pair;
  }

  /**
   * Reads both halves.
   *
   * @throws AccountsException if one cannot be used, or they do not belong together
   */
  public static HostKey read(Path publicFile, Path privateFile) throws AccountsException {
    SshLibrary.prepare();
    PublicKey open = readPublic(publicFile);
    KeyPair pair = readPrivate(privateFile);
    if (!KeyUtils.compareKeys(open, pair.getPublic())) {
      throw new AccountsException(
          "'%s' is not the public half of '%s' ([sftpd]host_pubkey_file, host_privkey_file)"
              .formatted(publicFile, privateFile));
    }
    return new HostKey(new KeyPair(open, pair.getPrivate()));
  }

  private static PublicKey readPublic(Path file) throws AccountsException {
    String advice =
        "'%s' ([sftpd]host_pubkey_file) %s; make a pair with ssh-keygen -t ed25519 -N '' -f FILE";
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new AccountsException(advice.formatted(file, "is no public key"));
      }
      PublicKey key =
          PublicKeyEntry.parsePublicKeyEntry(Files.readString(file).strip())
              .resolvePublicKey(null, Map.of(), null);
      if (key == null) {
        throw new AccountsException(advice.formatted(file, "is of a kind that cannot be used"));
      }
      return key;
    } catch (AccountsException e) {
      throw e;
    } catch (IOException e) {
      throw new AccountsException(advice.formatted(file, "cannot be read (" + e + ")"), e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new AccountsException(advice.formatted(file, "is no public key"), e);
    }
  }

  private static KeyPair readPrivate(Path file) throws AccountsException {
    String advice =
        "'%s' ([sftpd]host_privkey_file) %s; make a pair with ssh-keygen -t ed25519 -N '' -f FILE";
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > MAX_FILE) {
        throw new AccountsException(advice.formatted(file, "is no private key"));
      }
      Iterable<KeyPair> pairs =
          SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("host key"), in, null);
      Iterator<KeyPair> found = pairs == null ? null : pairs.iterator();
      if (found == null || !found.hasNext()) {
        throw new AccountsException(advice.formatted(file, "is no private key"));
      }
      return found.next();
    } catch (AccountsException e) {
      throw e;
    } catch (IOException e) {
      throw new AccountsException(advice.formatted(file, "cannot be read"), e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new AccountsException(
          advice.formatted(file, "is no private key, or one with a password"), e);
    }
  }

  KeyPair pair() {
    return pair;
  }
}
