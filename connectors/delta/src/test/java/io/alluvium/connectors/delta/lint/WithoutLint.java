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
}
