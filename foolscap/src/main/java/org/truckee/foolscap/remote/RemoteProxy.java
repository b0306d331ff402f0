package org.truckee.foolscap.remote;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.truckee.foolscap.value.Value;

/** Makes calls of a Java interface to calls of a remote object. */
final class RemoteProxy implements InvocationHandler {
  private static final Object[] NO_ARGUMENTS = {};

  private final RemoteReference reference;
  private final RemoteInterface type;
  private final Duration limit;

  private RemoteProxy(RemoteReference reference, RemoteInterface type, Duration limit) {
    this.reference = reference;
    this.type = type;
    this.limit = limit;
  }

  static <T> T of(RemoteReference reference, Class<T> type, Duration limit) {
    RemoteProxy handler = new RemoteProxy(reference, RemoteInterface.of(type), limit);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  static Optional<RemoteReference> behind(Object object) {
    return Proxy.isProxyClass(object.getClass())
            && Proxy.getInvocationHandler(object) instanceof RemoteProxy proxy
        ? Optional.of(proxy.reference)
        : Optional.empty();
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(method, given);
    }
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, given);
    }
    RemoteMethod remote = type.method(method).orElseThrow();
    Value answer = reference.call(remote, remote.send(given), limit);
    return remote.isOneWay() ? null : remote.receiveResult(answer, limit).orElse(null);
  }

  private Object ofObject(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> behind(arguments[0]).filter(other -> other == reference).isPresent();
      case "hashCode" -> System.identityHashCode(reference);
      default -> type.name() + " of " + Arrays.asList(reference);
    };
  }
}
