package org.truckee.sftp;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.truckee.capability.Capability;

/**
 * Who may log in, with which key, and what they see ({@code spec/11 §A1.1}). A later line for a
 * user replaces an earlier one.
 */
public final class Accounts {
  private static final int MAX_FILE = 4 << 20;
  private static final int MAX_LINE = 32 << 10;
  private static final int LEAST_FIELDS = 4;
  private static final List<String> KEY_TYPES = List.of("ssh-", "ecdsa-sha2-", "sk-");

  private final Map<String, Account> byName;

  private Accounts(Map<String, Account> byName) {
    this.byName = byName;
  }

  /**
   * Reads a file.
   *
   * @throws AccountsException if it cannot be read, or a line of it cannot be understood; the
   *     message never repeats what stands there
   */
  public static Accounts read(Path file) throws AccountsException {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new AccountsException(
            "'%s' is longer than any file of accounts ([sftpd]accounts.file)".formatted(file));
      }
      return parse(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new AccountsException(
          "'%s' is not UTF-8 text ([sftpd]accounts.file)".formatted(file), e);
    } catch (AccountsException e) {
      throw e;
    } catch (IOException e) {
      throw new AccountsException(
          "'%s' cannot be read ([sftpd]accounts.file): %s".formatted(file, e), e);
    }
  }

  /**
   * Understands the text of a file.
   *
   * @param name of the file, for messages
   */
  static Accounts parse(String name, String text) throws AccountsException {
    SshLibrary.prepare();
    Map<String, Account> accounts = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\r\n|[\r\n]", -1)) {
      number++;
      List<String> fields = fields(line);
      if (!fields.isEmpty() && !fields.getFirst().startsWith("#")) {
        String where = "'%s' line %d".formatted(name, number);
        Account account = account(where, line.length(), fields);
        accounts.put(account.name(), account);
      }
    }
    return new Accounts(accounts);
  }

  private static Account account(String where, int length, List<String> fields)
      throws AccountsException {
    if (length > MAX_LINE) {
      throw new AccountsException(where + " is longer than any account");
    }
    if (fields.size() > 1 && KEY_TYPES.stream().noneMatch(fields.get(1)::startsWith)) {
      throw new AccountsException(
          where
              + ": Password-based authentication is not supported; configure key-based"
              + " authentication instead. Write: USERNAME ssh-ed25519 KEY CAP");
    }
    if (fields.size() < LEAST_FIELDS) {
      throw new AccountsException(
          where + " has too few fields. Write: USERNAME ssh-ed25519 KEY CAP");
    }
    return new Account(
        fields.getFirst(),
        key(where, fields.get(1), fields.get(2)),
        Capability.parse(fields.getLast()));
  }

  private static PublicKey key(String where, String type, String data) throws AccountsException {
    try {
      PublicKey key =
          PublicKeyEntry.parsePublicKeyEntry(type + " " + data)
              .resolvePublicKey(null, Map.of(), null);
      if (key != null) {
        return key;
      }
    } catch (IOException | GeneralSecurityException | RuntimeException _) {
      // What is wrong with it is not told by the library in words for people.
    }
    throw new AccountsException(
        where + " has no public key that can be used. Copy it from a file like id_ed25519.pub");
  }

  /** At white space, of which there is none at the ends. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    line.codePoints()
        .forEach(
            c -> {
              if (!isSpace(c)) {
                field.appendCodePoint(c);
              } else if (!field.isEmpty()) {
                fields.add(field.toString());
                field.setLength(0);
              }
            });
    if (!field.isEmpty()) {
      fields.add(field.toString());
    }
    return fields;
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  /** How many there are. */
  public int count() {
    return byName.size();
  }

  /** The account of a user. */
  Optional<Account> of(String user) {
    return Optional.ofNullable(byName.get(user));
  }

  /** Whether there is such a user, with that key. */
  boolean know(String user, PublicKey key) {
    return of(user).filter(account -> KeyUtils.compareKeys(account.key(), key)).isPresent();
  }
}
