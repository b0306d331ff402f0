package org.truckee.web.pages;

import io.nayuki.qrcodegen.QrCode;

/**
 * A text as a QR code.
 *
 * @param size of a side, in modules, with the quiet zone around
 * @param path that fills the dark modules, in the words of SVG
 */
public record QrPicture(int size, String path) {
  /** Beyond so many characters a code cannot be scanned well any more. */
  public static final int LONGEST = 1000;

  private static final int QUIET = 4;
  private static final int PIXELS = 4;

  /** The code of a text, which must not be longer than {@link #LONGEST}. */
  public static QrPicture of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append("M%d %dh1v1h-1z".formatted(x + QUIET, y + QUIET));
        }
      }
    }
    return new QrPicture(code.size + 2 * QUIET, path.toString());
  }

  /** It as a whole picture. */
  public String svg() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" width="%2$d" height="%2$d">\
    <rect width="100%%" height="100%%" fill="#fff"/><path d="%3$s" fill="#000"/></svg>
    """
        .formatted(size, size * PIXELS, path);
  }
}
