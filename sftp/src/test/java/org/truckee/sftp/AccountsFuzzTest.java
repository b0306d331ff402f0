package org.truckee.sftp;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** A file of accounts may hold anything. */
final class AccountsFuzzTest {
  @FuzzTest
  void anyTextIsReadOrRefused(FuzzedDataProvider data) {
    String text =
        data.consumeBoolean()
            ? data.consumeRemainingAsString()
            : "user "
                + data.pickValue(new String[] {"ssh-rsa ", "ssh-ed25519 ", "sk-", "ecdsa-sha2-"})
                + data.consumeRemainingAsString();
    try {
      Accounts.parse("file", text).count();
    } catch (AccountsException _) {
      // That is the other thing it may end in.
    }
  }
}
