package org.truckee.http;

/** The rules for {@code Accept} and {@code Content-Type}. */
public final class MediaTypes {
  private MediaTypes() {}

  /** Whether the best entry of an {@code Accept} header is exactly this type. */
  public static boolean prefers(String accept, String type) {
    if (accept.equals(type)) {
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
    return best.equals(type);
  }

  /** The type in a {@code Content-Type} header, without its parameters; empty if there is none. */
  public static String essence(String contentType) {
    int parameters = contentType.indexOf(';');
    return (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
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
