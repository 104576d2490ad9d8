package io.alluvium.ingest.record;

/**
 * A record that cannot be decoded, and why, in one line. Bad records come in floods, so no stack
 * trace is kept.
 */
public final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 500;
  private static final int LONGEST_EXCERPT = 40;

  private final ErrorClass errorClass;

  public UnreadableRecordException(ErrorClass errorClass, String reason) {
    super(shortened(reason), null, false, false);
    this.errorClass = errorClass;
  }

  public ErrorClass errorClass() {
    return errorClass;
  }

  /** The beginning of a value, for a reason. */
  public static String excerpt(String text) {
    return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "…";
  }

  private static String shortened(String reason) {
    String line = reason.lines().findFirst().orElse("");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }
}
