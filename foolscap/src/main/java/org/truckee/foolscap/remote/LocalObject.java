package org.truckee.foolscap.remote;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/**
 * An object of ours that others may call. Whoever is sent one can call all of its methods, so what
 * is not meant to be called must have none.
 *
 * <p>Two of them are the same object on the wire if they stand for the same implementation.
 */
public final class LocalObject implements Reference {

  /** An object that takes any call as it comes. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Carries out a call.
     *
     * @param method its name; empty if the object is itself a method
     * @return the answer
     * @throws ReportedException to say what the caller is told
     */
    Value call(String method, List<Value> arguments, Map<String, Value> keywords) throws Exception;
  }

  private final Object implementation;
  private final Optional<RemoteInterface> schema;
  private final boolean boundMethod;

  private LocalObject(
      Object implementation, Optional<RemoteInterface> schema, boolean boundMethod) {
    this.implementation = implementation;
    this.schema = schema;
    this.boundMethod = boundMethod;
  }

  /**
   * An object with a remote interface.
   *
   * @throws IllegalArgumentException if {@code type} is no remote interface
   */
  public static LocalObject of(Class<?> type, Object implementation) {
    return new LocalObject(type.cast(implementation), Optional.of(RemoteInterface.of(type)), false);
  }

  /** An object without interface. */
  public static LocalObject of(Handler handler) {
    return new LocalObject(handler, Optional.empty(), false);
  }

  /** A single method ({@code spec/06 §8.7}). */
  public static LocalObject ofMethod(Handler handler) {
    return new LocalObject(handler, Optional.empty(), true);
  }

  /**
   * An object without any method. The other side keeps it to notice that the connection is lost.
   */
  public static LocalObject canary() {
    return of(
        new Handler() {
          @Override
          public Value call(String method, List<Value> arguments, Map<String, Value> keywords)
              throws ReportedException {
            throw noSuchMethod(method);
          }
        });
  }

  /** What an object without interface says to a method that it does not have. */
  public static ReportedException noSuchMethod(String method) {
    return new ReportedException(
        RemoteFailure.attributeError("the object has no method '%s'".formatted(method)));
  }

  /** What makes two references the same object. */
  public Object implementation() {
    return implementation;
  }

  /** Its interface; empty if it has none. */
  public Optional<RemoteInterface> schema() {
    return schema;
  }

  /** Whether it is a single method. */
  public boolean isBoundMethod() {
    return boundMethod;
  }

  /** Whether its methods may run at the same time. */
  public boolean isConcurrent() {
    return implementation.getClass().isAnnotationPresent(Concurrent.class);
  }

  @Override
  public String toString() {
    return "LocalObject[%s]".formatted(schema.map(RemoteInterface::name).orElse(""));
  }
}
