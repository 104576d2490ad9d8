package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.ModelException;

/** Where something was written, for messages about it. */
public interface Origin {
  /** Such as {@code models/gold/kpi.sql, line 3}. */
  String place();

  /** To throw; the message names the place. */
  RuntimeException error(String problem);

  static Origin of(DefinitionValue value) {
    return new Origin() {
      @Override
      public String place() {
        return value.place();
      }

      @Override
      public RuntimeException error(String problem) {
        return value.error(problem);
      }
    };
  }

  static Origin of(String file, int line) {
    return new Origin() {
      @Override
      public String place() {
        return file + ", line " + line;
      }

      @Override
      public RuntimeException error(String problem) {
        return new ModelException(place() + ": " + problem);
      }
    };
  }
}
