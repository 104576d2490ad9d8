package io.alluvium.local;

import javax.annotation.Nullable;

/** A job has failed for good. The message says in one line which one, and why. */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause null where somebody cancelled the job
   */
  public JobFailedException(String job, @Nullable Throwable cause) {
    super(String.format("The job %s failed: %s", job, rootMessage(cause)), cause);
  }

  private static String rootMessage(@Nullable Throwable cause) {
    if (cause == null) {
      return "it was cancelled";
    }
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
