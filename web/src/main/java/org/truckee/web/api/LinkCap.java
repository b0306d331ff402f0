package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.Directory;

/** {@code POST t=uri} on a directory: a cap gets a name in it ({@code spec/08 §12.3}). */
final class LinkCap implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String cap = required(request, "uri", "set-uri requires a uri");
    String name = required(request, "name", "set-uri requires a name");
    new Vacancy(directory.node(), name).fill(cap, request.arguments().replace());
    Redirects.done(request, cap);
  }

  private static String required(WebRequest request, String argument, String refusal)
      throws WebException {
    return request
        .arguments()
        .text(argument)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> WebException.text(400, refusal));
  }
}
