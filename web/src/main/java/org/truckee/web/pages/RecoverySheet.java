package org.truckee.web.pages;

import java.util.List;
import java.util.Optional;

/**
 * A sheet of paper that brings back what would otherwise be lost with a machine.
 *
 * @param heading what it is for
 * @param secrets what it carries
 * @param wider where the same is with more rights; empty if there is nothing
 * @param time when it was made
 * @param version of this program
 */
public record RecoverySheet(
    String heading, List<Secret> secrets, Optional<String> wider, String time, String version) {
  /**
   * A text to be kept.
   *
   * @param title what it is
   * @param meaning what who has it can do, and how it is used
   * @param text it
   * @param picture it as a QR code; absent if it is too long for one
   */
  public record Secret(String title, String meaning, String text, Optional<QrPicture> picture) {}

  /** A secret with its picture. */
  public static Secret secret(String title, String meaning, String text) {
    Optional<QrPicture> picture =
        text.length() > QrPicture.LONGEST ? Optional.empty() : Optional.of(QrPicture.of(text));
    return new Secret(title, meaning, text, picture);
  }
}
