package org.truckee.wire.http;

/** The rules for {@code Accept} and {@code Content-Type} ({@code spec/05 §3.5}). */
final class MediaTypes {
  private MediaTypes() {}

  /**
   * Whether the best entry of an {@code Accept} header is exactly CBOR; a missing header wants it.
   */
  static boolean acceptsCbor(String accept) {
    if (accept == null || accept.equals(Messages.CBOR)) {
      return true;
    }
    String best = "";
    double bestQuality = -1;
    for (String entry : accept.split(",", 100)) {
      double quality = quality(entry);
      boolean anything = best.startsWith("*");
      if (quality > bestQuality || (quality == bestQuality && anything && !isAnything(entry))) {
        best = withoutQuality(entry);
        bestQuality = quality;
      }
    }
    return best.equals(Messages.CBOR);
  }

  /** Whether a request body of this type can be read as CBOR; no type at all can. */
  static boolean isCbor(String contentType) {
    if (contentType == null) {
      return true;
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.isBlank() || type.strip().equals(Messages.CBOR);
  }

  private static boolean isAnything(String entry) {
    return entry.strip().startsWith("*");
  }

  private static String withoutQuality(String entry) {
    StringBuilder rest = new StringBuilder();
    for (String part : entry.split(";", 20)) {
      if (!isQuality(part)) {
        rest.append(rest.isEmpty() ? "" : ";").append(part.strip());
      }
    }
    return rest.toString();
  }

  private static double quality(String entry) {
    for (String part : entry.split(";", 20)) {
      if (isQuality(part)) {
        try {
          return Math.clamp(Double.parseDouble(part.strip().substring(2)), 0, 1);
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }

  private static boolean isQuality(String part) {
    return part.strip().startsWith("q=");
  }
}
