package org.truckee.firstgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Fails a class of tests that has left something in its vectors unread. Nothing is said if not all
 * of its tests were run, or one has failed.
 */
final class VectorsAreUsed implements AfterTestExecutionCallback, AfterAllCallback {
  private final Set<Method> run = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean failed = new AtomicBoolean();

  @Override
  public void afterTestExecution(ExtensionContext context) {
    run.add(context.getRequiredTestMethod());
    if (context.getExecutionException().isPresent()) {
      failed.set(true);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Class<?> tests = context.getRequiredTestClass();
    if (!failed.get()
        && run.containsAll(methods(tests, Test.class))
        && run.containsAll(methods(tests, TestTemplate.class))) {
      for (String name : tests.getAnnotation(UsesVectors.class).value()) {
        assertThat(OldVectors.unread(name)).as("vectors that no test looks at").isEmpty();
      }
    }
  }

  private static Set<Method> methods(Class<?> tests, Class<? extends Annotation> kind) {
    return Set.copyOf(
        AnnotationSupport.findAnnotatedMethods(tests, kind, HierarchyTraversalMode.TOP_DOWN));
  }
}
