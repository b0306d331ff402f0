package org.truckee.grid.servers;

/**
 * What came of a question to a server.
 *
 * @param <K> what was asked for
 * @param <A> what is answered
 */
public sealed interface Reply<K, A> {
  /** The question. */
  Question<K> question();

  /** The server answered. */
  record Answer<K, A>(Question<K> question, A answer) implements Reply<K, A> {}

  /** There will be no answer. */
  record NoAnswer<K, A>(Question<K> question, Trouble trouble) implements Reply<K, A> {}

  /** There is none yet, and others should be asked; it may still come. */
  record Late<K, A>(Question<K> question) implements Reply<K, A> {}
}
