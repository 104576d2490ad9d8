package io.alluvium.local;

/**
 * A local service cannot run, for a reason outside the program: a busy port, a directory that
 * cannot be written, a missing command. The message is one line that names the service, the cause
 * and the remedy.
 */
public final class LocalServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalServiceException(String message) {
    super(message);
  }

  LocalServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
