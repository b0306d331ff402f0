package org.truckee.erasure;

import java.util.concurrent.TimeUnit;

/** The choice of the kernel, made once for the whole process. */
final class Kernels {
  static final String PROPERTY = "truckee.erasure";

  /**
   * A trial takes a second of one core, longer on a busy machine; a JVM without C2 would go on for
   * ever.
   */
  private static final long TRIAL_LIMIT = TimeUnit.SECONDS.toNanos(20);

  private static Kernel chosen;

  private Kernels() {}

  static synchronized Kernel chosen() {
    if (chosen == null) {
      chosen = choose(System.getProperty(PROPERTY, ""), vectorsArePresent());
    }
    return chosen;
  }

  static Kernel choose(String forced, boolean vectors) {
    return switch (forced) {
      case "portable" -> new PortableKernel();
      case "vector" -> {
        if (!vectors) {
          throw new IllegalStateException(
              ("-D%s=vector: no vectors here; run with --add-modules jdk.incubator.vector"
                      + " on a processor that has vectors of 128 bits or more")
                  .formatted(PROPERTY));
        }
        yield new VectorKernel();
      }
      case "" -> vectors ? adaptive() : new PortableKernel();
      default ->
          throw new IllegalStateException(
              "-D%s=%s: must be vector or portable".formatted(PROPERTY, forced));
    };
  }

  static boolean vectorsArePresent() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        && VectorKernel.isSupported();
  }

  private static Kernel adaptive() {
    return new AdaptiveKernel(
        new PortableKernel(),
        new VectorKernel(),
        new Trial(System::nanoTime, TRIAL_LIMIT),
        task -> Thread.ofPlatform().daemon().name("erasure-trial").start(task));
  }
}
