package org.truckee.web.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.truckee.grid.Overwrite;

/** {@code PUT t=uri}: a name goes to what the cap in the body names ({@code spec/08 §10.2}). */
final class SetCap implements Operation<Vacancy> {
  private static final int LONGEST_CAP = 1 << 16;

  @Override
  public void perform(Vacancy place, WebRequest request)
      throws IOException, WebException, InterruptedException {
    set(place, request.arguments().replace(), request);
  }

  /** Sets a name that is taken already. */
  static Operation<Reached<?>> instead() {
    return (reached, request) -> {
      Overwrite overwrite = ReplaceFile.requireReplace(request);
      set(reached.requirePlace(request), overwrite, request);
    };
  }

  private static void set(Vacancy place, Overwrite overwrite, WebRequest request)
      throws IOException, InterruptedException {
    byte[] cap = request.smallBody(LONGEST_CAP, "a capability");
    String text = new String(cap, StandardCharsets.UTF_8);
    request.finishWithoutClient();
    request.respond(200, Html.PAGE_TYPE, TellCap.text(place.fill(text, overwrite)));
  }
}
