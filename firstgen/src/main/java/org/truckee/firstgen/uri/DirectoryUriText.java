package org.truckee.firstgen.uri;

import org.truckee.firstgen.hash.ZBase32;

/**
 * The two parts of the URI of a directory. The FURL has colons itself, so the key is what comes
 * behind the last one.
 */
record DirectoryUriText(String furl, byte[] key) {
  static DirectoryUriText split(String text, String prefix, int keyLength) {
    String rest = text.substring(prefix.length());
    int colon = rest.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("the URI of a directory has a FURL, a colon and a key");
    }
    return new DirectoryUriText(
        requireFurl(rest.substring(0, colon)),
        ZBase32.decode(rest.substring(colon + 1), keyLength));
  }

  static String requireFurl(String furl) {
    if (furl.isEmpty() || furl.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException("the FURL of a directory is one word of ASCII");
    }
    return furl;
  }
}
