package org.truckee.foolscap.connection;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.Peer;
import org.truckee.foolscap.remote.RemoteMethod;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Value;

/** An object of the peer, or a gift that becomes one of a third Tub before anybody sees it. */
final class HeldReference implements RemoteReference {

  private record Target(
      Connection connection, long clid, Optional<String> interfaceName, Optional<Furl> furl) {}

  private volatile Target target;
  private volatile boolean released;

  /** Keeps what a gift has become from being released. */
  private volatile Optional<HeldReference> become = Optional.empty();

  HeldReference(
      Connection connection, long clid, Optional<String> interfaceName, Optional<Furl> furl) {
    this.target = new Target(connection, clid, interfaceName, furl);
  }

  /** From now on this is the same as {@code other}. */
  void become(HeldReference other) {
    become = Optional.of(other);
    target = other.target;
  }

  Connection connection() {
    return target.connection;
  }

  long clid() {
    return target.clid;
  }

  boolean isReleased() {
    return released || become.map(HeldReference::isReleased).orElse(false);
  }

  @Override
  public Peer peer() {
    return target.connection.peer();
  }

  @Override
  public Optional<String> interfaceName() {
    return target.interfaceName;
  }

  @Override
  public Optional<Furl> furl() {
    return target.furl;
  }

  @Override
  public boolean isAlive() {
    return !isReleased() && target.connection.isOpen();
  }

  @Override
  public Value call(
      String method, List<Value> arguments, Map<String, Value> keywords, Duration limit)
      throws FoolscapException, InterruptedException {
    return target.connection.call(
        OutgoingCall.untyped(usable(), method, arguments, keywords, target.connection.options()),
        limit);
  }

  @Override
  public Value call(RemoteMethod method, List<Value> arguments, Duration limit)
      throws FoolscapException, InterruptedException {
    OutgoingCall call = OutgoingCall.typed(usable(), method, arguments);
    if (method.isOneWay()) {
      target.connection.send(call, limit);
      return Value.None.NONE;
    }
    return target.connection.call(call, limit);
  }

  @Override
  public void send(String method, List<Value> arguments, Duration limit)
      throws FoolscapException, InterruptedException {
    target.connection.send(
        OutgoingCall.untyped(usable(), method, arguments, Map.of(), target.connection.options()),
        limit);
  }

  private long usable() throws DeadReferenceException {
    if (isReleased()) {
      throw new DeadReferenceException("the reference was released before it was called");
    }
    return target.clid;
  }

  @Override
  public Duration ping(Duration limit) throws FoolscapException, InterruptedException {
    return target.connection.ping(limit);
  }

  @Override
  public Registration onLost(Runnable action) {
    return target.connection.onLost(action);
  }

  @Override
  public void release() {
    Optional<HeldReference> other = become;
    if (other.isPresent()) {
      other.get().release();
    } else {
      released = true;
      target.connection.release(this);
    }
  }

  @Override
  public String toString() {
    Target seen = target;
    return "RemoteReference[%s %d of %s]"
        .formatted(seen.interfaceName.orElse(""), seen.clid, seen.connection.tubId());
  }
}
