package org.truckee.web.api;

import java.io.IOException;

/**
 * What a request asks to be done: the last column of the route table.
 *
 * @param <T> what it is done to
 */
@FunctionalInterface
interface Operation<T> {
  /** Does it and answers, on the thread that received the request. */
  void perform(T subject, WebRequest request)
      throws IOException, WebException, InterruptedException;
}
