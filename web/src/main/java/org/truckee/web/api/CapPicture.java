package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.FilesystemNode;
import org.truckee.web.pages.QrPicture;

/**
 * {@code t=qr}: the capability that was asked with, as a QR code. It is an address of its own, so
 * that pages need not carry what few look at.
 */
final class CapPicture implements Operation<Reached<? extends FilesystemNode>> {
  @Override
  public void perform(Reached<? extends FilesystemNode> node, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String cap = TellCap.text(node.node());
    if (cap.length() > QrPicture.LONGEST) {
      throw WebException.text(404, "this capability is too long for a QR code");
    }
    request.setHeader("Cache-Control", "no-store");
    request.respond(200, "image/svg+xml", QrPicture.of(cap).svg());
  }
}
