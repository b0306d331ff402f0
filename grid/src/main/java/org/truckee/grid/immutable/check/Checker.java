package org.truckee.grid.immutable.check;

import java.io.IOException;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ProgressListener;
import org.truckee.grid.Servers;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.history.CheckStatus;
import org.truckee.grid.history.History;
import org.truckee.grid.immutable.download.CrypttextFile;
import org.truckee.grid.immutable.verify.ExpectedFile;
import org.truckee.grid.immutable.verify.ShareVerifiers;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.transfer.TimeLimit;

/** Checks and verifies the immutable files of a grid ({@code spec/01 §9.1–9.2}). Thread-safe. */
public final class Checker {
  private final Servers servers;
  private final ReadPatience patience;
  private final ShareVerifiers verifiers;
  private final ClientLeaseSecret leaseSecret;
  private final int happy;
  private final History history;

  /**
   * A checker of the files of a grid.
   *
   * @param happy how many servers the shares of a file should lie on at least
   * @param history hears of every check
   */
  public Checker(
      Servers servers,
      ReadPatience patience,
      ShareVerifiers verifiers,
      ClientLeaseSecret leaseSecret,
      int happy,
      History history) {
    this.servers = servers;
    this.patience = patience;
    this.verifiers = verifiers;
    this.leaseSecret = leaseSecret;
    this.happy = happy;
    this.history = history;
  }

  /**
   * Asks all servers, all at the same time, which shares they have, and with {@code verify} reads
   * them.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  public CheckResult check(ChkVerifyCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    ExpectedFile expected = new ExpectedFile(cap, CrypttextFile.guess(cap));
    try (CheckStatus status = history.check(cap.index(), cap.size(), options.verify())) {
      CheckOptions watched = options.withProgress(watched(options.progress(), status));
      CheckResult result =
          TimeLimit.within(
              options.timeLimit(),
              "the check of %s".formatted(cap),
              () ->
                  new Examination(
                          servers, patience, verifiers, leaseSecret, happy, expected, watched)
                      .result());
      status.found(result.summary());
      return result;
    }
  }

  private static ProgressListener watched(ProgressListener listener, CheckStatus status) {
    return (done, all) -> {
      status.verified(done, all);
      listener.progress(done, all);
    };
  }
}
