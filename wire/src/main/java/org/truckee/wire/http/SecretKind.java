package org.truckee.wire.http;

/**
 * What the {@code X-Tahoe-Authorization} header lines of a request carry ({@code spec/05 §3.3}).
 */
enum SecretKind {
  LEASE_RENEW("lease-renew-secret"),
  LEASE_CANCEL("lease-cancel-secret"),
  UPLOAD("upload-secret"),
  WRITE_ENABLER("write-enabler");

  /** The name of the header. */
  static final String HEADER = "X-Tahoe-Authorization";

  private final String word;

  SecretKind(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
