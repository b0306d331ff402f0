package org.truckee.foolscap.remote;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Value;

/** A method of a remote interface with its schema ({@code spec/06 §10}). */
public final class RemoteMethod {
  private final String interfaceName;
  private final String name;
  private final Method method;
  private final List<String> argumentNames;

  /** How many arguments are sent by their position; the others are sent by their names. */
  private final int positional;

  private final List<Shape<Object>> arguments;
  private final List<Constraint> argumentConstraints;
  private final Shape<Object> result;
  private final Constraint resultConstraint;
  private final long messageLimit;
  private final boolean oneWay;

  RemoteMethod(String interfaceName, Method method) {
    String where = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    requireDeclared(method, FoolscapException.class, where);
    requireDeclared(method, InterruptedException.class, where);
    // The interface may be one that only its package sees.
    method.setAccessible(true);
    this.interfaceName = interfaceName;
    this.method = method;
    this.name =
        Optional.ofNullable(method.getAnnotation(RemoteName.class))
            .map(RemoteName::value)
            .orElseGet(() -> underscored(method.getName()));
    this.argumentNames =
        Arrays.stream(method.getParameters()).map(RemoteMethod::argumentName).toList();
    this.positional = positional(method, where);
    AnnotatedType[] types = method.getAnnotatedParameterTypes();
    this.arguments = Arrays.stream(types).map(type -> Shapes.of(type, where)).toList();
    this.argumentConstraints = arguments.stream().map(Shape::constraint).toList();
    this.result = Shapes.of(method.getAnnotatedReturnType(), where);
    this.resultConstraint = result.constraint();
    this.messageLimit =
        Optional.ofNullable(method.getAnnotation(MessageLimit.class))
            .map(MessageLimit::value)
            .orElse(MessageLimit.DEFAULT);
    this.oneWay = method.isAnnotationPresent(OneWay.class);
  }

  private static int positional(Method method, String where) {
    Parameter[] parameters = method.getParameters();
    int count = 0;
    while (count < parameters.length && !parameters[count].isAnnotationPresent(ByName.class)) {
      count++;
    }
    for (int i = count; i < parameters.length; i++) {
      if (!parameters[i].isAnnotationPresent(ByName.class)) {
        throw new IllegalArgumentException(where + " has an argument behind one that has a name");
      }
    }
    return count;
  }

  private static void requireDeclared(Method method, Class<?> failure, String where) {
    boolean declared =
        Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isAssignableFrom(failure));
    if (!declared) {
      throw new IllegalArgumentException(
          "%s must declare %s".formatted(where, failure.getSimpleName()));
    }
  }

  private static String argumentName(Parameter parameter) {
    return Optional.ofNullable(parameter.getAnnotation(RemoteName.class))
        .map(RemoteName::value)
        .orElseGet(() -> underscored(parameter.getName()));
  }

  private static String underscored(String javaName) {
    return javaName.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** Its name on the wire. */
  public String name() {
    return name;
  }

  /** Interface and method, for messages. */
  public String fullName() {
    return interfaceName + ":" + name;
  }

  /** Whether nobody waits for an answer. */
  public boolean isOneWay() {
    return oneWay;
  }

  /** How much memory the arguments, or the answer, may take, in bytes. */
  public long messageLimit() {
    return messageLimit;
  }

  /** The names of the arguments on the wire, in order. */
  public List<String> argumentNames() {
    return argumentNames;
  }

  /** What may arrive as argument. */
  public Constraint argument(int index) {
    return argumentConstraints.get(index);
  }

  /** What may arrive as result. */
  public Constraint result() {
    return resultConstraint;
  }

  /** Those of the arguments that are sent by position. */
  public List<Value> positional(List<Value> values) {
    return values.subList(0, positional);
  }

  /** Those of the arguments that are sent by name, in the order of the names. */
  public Map<String, Value> keywords(List<Value> values) {
    Map<String, Value> keywords = new TreeMap<>();
    for (int i = positional; i < values.size(); i++) {
      keywords.put(argumentNames.get(i), values.get(i));
    }
    return keywords;
  }

  /** The values to be sent for Java arguments. */
  public List<Value> send(Object[] objects) throws ViolationException {
    List<Value> values = new ArrayList<>(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      try {
        values.add(arguments.get(i).toValue(objects[i]));
      } catch (ViolationException e) {
        throw new ViolationException(
            "%s, argument %s: %s".formatted(fullName(), argumentNames.get(i), e.getMessage()));
      }
    }
    return values;
  }

  /**
   * The Java object of a result that was received; empty if there is none.
   *
   * @param callLimit how long calls of the remote objects in it may take
   */
  public Optional<Object> receiveResult(Value value, Duration callLimit) throws ViolationException {
    Object object = result.fromValue(value, Reading.ofResult(callLimit));
    return method.getReturnType() == void.class ? Optional.empty() : Optional.of(object);
  }

  /**
   * Calls the method of {@code target} with values that were received.
   *
   * @param callLimit how long calls of the remote objects in them may take
   * @return the value to be sent as answer
   * @throws ViolationException if an argument, or the result, is not what the schema says
   * @throws Exception whatever the method throws
   */
  public Value invoke(Object target, List<Value> values, Duration callLimit) throws Exception {
    Reading reading = Reading.ofArguments(callLimit);
    Object[] objects = new Object[arguments.size()];
    for (int i = 0; i < objects.length; i++) {
      objects[i] = arguments.get(i).fromValue(values.get(i), reading);
    }
    try {
      return result.toValue(method.invoke(target, objects));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    }
  }
}
