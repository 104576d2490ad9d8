package io.alluvium.connectors.delta.lint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a test, or a class of tests, that leaves broken tables on purpose. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface WithoutLint {

  /** Why the tables are broken. */
  String value();

  /** What is not checked. */
  Part of() default Part.ALL;

  /** A part of what is checked. */
  enum Part {
    ALL,
    /** For logs that are checked, of files that were never written. */
    DATA_FILES,
    /** For shallow clones, whose files lie with their source, which may vacuum them. */
    RELATIVE_PATHS
  }
}
