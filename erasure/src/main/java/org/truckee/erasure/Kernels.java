package org.truckee.erasure;

/** The choice of the kernel, made once for the whole process. */
final class Kernels {
  static final String PROPERTY = "truckee.erasure";

  private static final Kernel CHOSEN = choose(System.getProperty(PROPERTY, ""));

  private Kernels() {}

  static Kernel chosen() {
    return CHOSEN;
  }

  static Kernel choose(String forced) {
    return switch (forced) {
      case "", "portable" -> new PortableKernel();
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s: must be vector or portable".formatted(PROPERTY, forced));
    };
  }
}
