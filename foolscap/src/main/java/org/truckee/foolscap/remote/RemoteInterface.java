package org.truckee.foolscap.remote;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A remote interface: a Java interface with a {@link RemoteName}, whose methods say what may be
 * sent ({@code spec/06 §10, §12}).
 *
 * <pre>{@code
 * @RemoteName("RIBucketWriter")
 * interface RemoteBucketWriter {
 *   void write(long offset, ByteStream data) throws FoolscapException, InterruptedException;
 *   void close() throws FoolscapException, InterruptedException;
 * }
 * }</pre>
 */
public final class RemoteInterface {
  private static final ClassValue<RemoteInterface> KNOWN =
      new ClassValue<>() {
        @Override
        protected RemoteInterface computeValue(Class<?> type) {
          return new RemoteInterface(type);
        }
      };

  private final String name;
  private final Map<String, RemoteMethod> methods = new HashMap<>();
  private final Map<Method, RemoteMethod> byJavaMethod = new HashMap<>();

  private RemoteInterface(Class<?> type) {
    this.name = nameOf(type);
    for (Method method : type.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers())) {
        RemoteMethod remote = new RemoteMethod(name, method);
        if (methods.put(remote.name(), remote) != null) {
          throw new IllegalArgumentException(
              "%s has two methods %s".formatted(type.getName(), remote.name()));
        }
        byJavaMethod.put(method, remote);
      }
    }
  }

  /**
   * The remote interface that {@code type} declares.
   *
   * @throws IllegalArgumentException if it has no {@link RemoteName}, or a method whose types
   *     cannot be sent or that does not declare that calls can fail
   */
  public static RemoteInterface of(Class<?> type) {
    return KNOWN.get(type);
  }

  /** The name on the wire of a remote interface. */
  static String nameOf(Class<?> type) {
    RemoteName name = type.getAnnotation(RemoteName.class);
    if (name == null || !type.isInterface()) {
      throw new IllegalArgumentException(
          "%s is not an interface with a @RemoteName".formatted(type.getName()));
    }
    return name.value();
  }

  /** Its name on the wire. */
  public String name() {
    return name;
  }

  /** The method with that name on the wire; empty if there is none. */
  public Optional<RemoteMethod> method(String methodName) {
    return Optional.ofNullable(methods.get(methodName));
  }

  /** What a Java method of the interface is; empty if it is not one that is called remotely. */
  public Optional<RemoteMethod> method(Method method) {
    return Optional.ofNullable(byJavaMethod.get(method));
  }

  /** All methods. */
  public Collection<RemoteMethod> methods() {
    return methods.values();
  }
}
