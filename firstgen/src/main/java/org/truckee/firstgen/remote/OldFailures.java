package org.truckee.firstgen.remote;

import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;

/**
 * How failures are told and understood ({@code spec/12 §4.4}). Callers of 2007 know them by the
 * names that Python 2 had for its exceptions, so Tubs that tell these have {@link
 * org.truckee.foolscap.tub.TubOptions.Builder#oldNames}.
 */
public final class OldFailures {
  /** The write enabler of a change is not the directory's. */
  public static final String BAD_WRITE_ENABLER = "allmydata.dirnode.BadWriteEnablerError";

  /** The server has no public root. */
  public static final String NO_PUBLIC_ROOT = "allmydata.dirnode.NoPublicRootError";

  private static final String TODAY = "builtins.";
  private static final String PYTHON_2 = "exceptions.";

  private OldFailures() {}

  /** There is no such child. The text is a Python 2 string that is quoted, as callers expect it. */
  public static ReportedException keyError(String text) {
    return new ReportedException(RemoteFailure.keyError("'%s'".formatted(text)));
  }

  /** There is no such directory, or a disk has failed. */
  public static ReportedException ioError(String text) {
    return reported("builtins.IOError", text, "builtins.EnvironmentError");
  }

  /** There is nothing there to remove. */
  public static ReportedException osError(String text) {
    return reported("builtins.OSError", text, "builtins.EnvironmentError");
  }

  /** There is no such lease. */
  public static ReportedException indexError(String text) {
    return reported("builtins.IndexError", text, "builtins.LookupError");
  }

  /** What is asked for will not be given. */
  public static ReportedException runtimeError(String text) {
    return reported("builtins.RuntimeError", text);
  }

  /** A call that must not be made. */
  public static ReportedException assertionError(String text) {
    return new ReportedException(RemoteFailure.assertionError(text));
  }

  /** A failure of the program itself, which says nothing but its name. */
  public static ReportedException withoutText(String type) {
    return reported(type, "");
  }

  private static ReportedException reported(String type, String text, String... bases) {
    return new ReportedException(RemoteFailure.of(type, text, bases));
  }

  /** Whether a call has failed at the other side with an exception of that class of Python's. */
  public static boolean isPython(FoolscapException failure, String className) {
    return is(failure, TODAY + className) || is(failure, PYTHON_2 + className);
  }

  /** Whether a call has failed at the other side with an exception of that class. */
  public static boolean is(FoolscapException failure, String type) {
    return failure instanceof RemoteFailureException remote && remote.failure().is(type);
  }

  /** Whether a call was or would have been against the limits of the interface. */
  public static boolean isViolation(FoolscapException failure) {
    return failure instanceof ViolationException || is(failure, "foolscap.tokens.Violation");
  }
}
