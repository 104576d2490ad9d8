package io.alluvium.doctor;

/** A file that cannot be looked at; the message names it, the line and the remedy. */
public final class DoctorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DoctorException(String message) {
    super(message);
  }

  public DoctorException(String message, Throwable cause) {
    super(message, cause);
  }
}
