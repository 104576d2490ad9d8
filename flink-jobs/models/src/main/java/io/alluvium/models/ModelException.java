package io.alluvium.models;

import org.apache.flink.annotation.PublicEvolving;

/** A model that cannot run. The message is one line: file, line, reason, remedy. */
@PublicEvolving
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With the most telling message of the cause's chain, on one line. */
  public static ModelException at(String place, Throwable cause) {
    return new ModelException(place + ": " + reason(cause), cause);
  }

  /** The first line of the deepest message of the cause's chain. */
  public static String reason(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null && deepest.getCause().getMessage() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return message.strip().lines().findFirst().orElse("");
  }
}
