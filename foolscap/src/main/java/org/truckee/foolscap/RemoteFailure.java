package org.truckee.foolscap;

import java.util.ArrayList;
import java.util.List;

/**
 * What a caller is told of a call that failed ({@code spec/06 §11}): class names and text, in the
 * terms of the existing nodes.
 *
 * @param type the full name of the exception's class, such as {@code builtins.KeyError}
 * @param parents the names of that class and of all its base classes, beginning with itself
 * @param value the text of the exception
 * @param traceback where it happened, as far as the other side says
 */
public record RemoteFailure(String type, List<String> parents, String value, String traceback) {
  /** What is sent for a traceback: where something happened in our code is nobody's business. */
  private static final String NO_TRACEBACK = "Traceback unavailable\n";

  /** Copies the list. */
  public RemoteFailure {
    parents = List.copyOf(parents);
  }

  /**
   * A failure of {@code type}.
   *
   * @param bases the names of the base classes between the type and Python's {@code Exception}
   */
  public static RemoteFailure of(String type, String value, String... bases) {
    List<String> parents = new ArrayList<>();
    parents.add(type);
    parents.addAll(List.of(bases));
    parents.addAll(List.of("builtins.Exception", "builtins.BaseException", "builtins.object"));
    return new RemoteFailure(type, parents, value, NO_TRACEBACK);
  }

  /** A call that is not what the interface says. */
  public static RemoteFailure violation(String text) {
    return of("foolscap.tokens.Violation", "Violation: " + text);
  }

  /** A name that is not known. */
  public static RemoteFailure keyError(String text) {
    return of("builtins.KeyError", text, "builtins.LookupError");
  }

  /** An object without interface has no such method. */
  public static RemoteFailure attributeError(String text) {
    return of("builtins.AttributeError", text);
  }

  /** Something that has to hold does not. */
  public static RemoteFailure assertionError(String text) {
    return of("builtins.AssertionError", text);
  }

  /**
   * The same in the names of Python 2, where the module of the exceptions was another one and most
   * of them had one base class more.
   */
  public RemoteFailure withOldNames() {
    List<String> bases = new ArrayList<>();
    for (String parent : parents) {
      switch (parent) {
        case "builtins.Exception" -> {
          if (type.startsWith("builtins.") && !type.equals(parent)) {
            bases.add("exceptions.StandardError");
          }
          bases.add("exceptions.Exception");
        }
        case "builtins.BaseException", "builtins.object" -> {
          // Neither was there, or named as a parent.
        }
        default -> bases.add(oldName(parent));
      }
    }
    return new RemoteFailure(oldName(type), bases, value, traceback);
  }

  private static String oldName(String name) {
    return name.startsWith("builtins.") ? "exceptions." + name.substring(9) : name;
  }

  /** Whether the exception is of that class or of one below it. */
  public boolean is(String className) {
    return parents.contains(className);
  }
}
