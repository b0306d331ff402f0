package org.truckee.web.api;

/**
 * What this program cannot do yet: refused with one sentence, not ignored.
 *
 * @param what in the plural
 */
record NotYet<T>(String what) implements Operation<T> {
  static WebException refusal(String what) {
    return WebException.text(501, "Truckee does not know " + what + " yet");
  }

  @Override
  public void perform(T subject, WebRequest request) throws WebException {
    throw refusal(what);
  }
}
