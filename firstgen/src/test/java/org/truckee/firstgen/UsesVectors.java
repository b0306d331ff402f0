package org.truckee.firstgen;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests of a class that look, all together, at everything in the vectors of these names. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(VectorsAreUsed.class)
public @interface UsesVectors {
  /** The names. */
  String[] value();
}
