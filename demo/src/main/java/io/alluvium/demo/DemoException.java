package io.alluvium.demo;

/**
 * Something that whoever started the demo can mend. The message says in one line what and how; it
 * is shown without a stack trace.
 */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DemoException(String message) {
    super(message);
  }

  public DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
