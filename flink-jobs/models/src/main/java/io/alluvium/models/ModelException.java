package io.alluvium.models;

import org.apache.flink.annotation.PublicEvolving;

/** A model that cannot run. The message is one line: file, line of the statement, reason. */
@PublicEvolving
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelException(String message) {
    super(message);
  }

  ModelException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With the most telling message of the cause's chain, on one line. */
  static ModelException at(String place, Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null && deepest.getCause().getMessage() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return new ModelException(place + ": " + firstLine(message), cause);
  }

  private static String firstLine(String message) {
    return message.strip().lines().findFirst().orElse("");
  }
}
