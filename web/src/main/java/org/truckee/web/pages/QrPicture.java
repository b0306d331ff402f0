package org.truckee.web.pages;

import io.nayuki.qrcodegen.QrCode;

/**
 * A text as a QR code.
 *
 * @param size of a side, in modules, with the quiet zone around
 * @param path that fills the dark modules, in the words of SVG
 */
public record QrPicture(int size, String path) {
  private static final int QUIET = 4;

  /** The code of a text, which must not be longer than some 2,000 bytes. */
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
}
