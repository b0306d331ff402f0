package org.truckee.foolscap.remote;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.Peer;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/**
 * An object of another Tub. It can be called as long as the connection lives over which it came;
 * after that it is dead for ever ({@code spec/06 §9}).
 *
 * <p>May be used by many threads at once. An interrupt cancels the waiting, not the call.
 */
public interface RemoteReference extends Reference {

  /** The other side as far as it is known here. */
  Peer peer();

  /** The name of the interface that the object claims; empty text if it has none. */
  Optional<String> interfaceName();

  /** Where others find the object, if they can. It is a secret. */
  Optional<Furl> furl();

  /** Whether the connection still lives, as far as is known. */
  boolean isAlive();

  /**
   * Calls a method with whatever arguments and waits for the answer.
   *
   * @param keywords arguments that are sent by name
   * @param limit how long to wait
   * @throws RemoteFailureException if the call failed at the other side
   * @throws ViolationException if an argument cannot be sent or the answer cannot be accepted
   * @throws DeadReferenceException if the connection is lost, before or meanwhile
   * @throws CallTimeoutException if no answer comes in time
   */
  Value call(String method, List<Value> arguments, Map<String, Value> keywords, Duration limit)
      throws FoolscapException, InterruptedException;

  /** Calls a method with positional arguments only. */
  default Value call(String method, List<Value> arguments, Duration limit)
      throws FoolscapException, InterruptedException {
    return call(method, arguments, Map.of(), limit);
  }

  /** Calls a method of a remote interface; a one-way method yields none. */
  Value call(RemoteMethod method, List<Value> arguments, Duration limit)
      throws FoolscapException, InterruptedException;

  /**
   * Calls a method without waiting for an answer, of which there will be none.
   *
   * @param limit how long the sending may take
   */
  void send(String method, List<Value> arguments, Duration limit)
      throws FoolscapException, InterruptedException;

  /**
   * The object as one with a remote interface; all calls have the same time limit.
   *
   * @throws IllegalArgumentException if {@code type} is no remote interface
   */
  default <T> T as(Class<T> type, Duration limit) {
    return RemoteProxy.of(this, type, limit);
  }

  /** What {@link #as} was called on to make {@code object}; empty if it is something else. */
  static Optional<RemoteReference> behind(Object object) {
    return RemoteProxy.behind(object);
  }

  /**
   * Asks the other side for a sign of life.
   *
   * @return how long it took
   * @throws CallTimeoutException if it does not come in time; the connection stays
   */
  Duration ping(Duration limit) throws FoolscapException, InterruptedException;

  /**
   * Has {@code action} run once, on a thread of its own, when the connection is lost; at once if it
   * is already. It does not run if this Tub itself is closed.
   */
  Registration onLost(Runnable action);

  /**
   * Tells the other side that the object is not needed here any more. Whoever else has this
   * reference loses it too. References that are simply forgotten are released some time later.
   */
  void release();

  /** Something that can be taken back. */
  @FunctionalInterface
  interface Registration {
    /** From now on nothing happens. */
    void cancel();
  }
}
