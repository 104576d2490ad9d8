package io.alluvium.models.quality.job;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * A row breaks a rule whose severity is error. The job does not restart: the row would come back.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class RuleViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RuleViolationException(String message) {
    super(message);
  }
}
