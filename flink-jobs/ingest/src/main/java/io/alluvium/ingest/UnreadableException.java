package io.alluvium.ingest;

/**
 * A message that is no reading, and why. Bad messages come in floods, so no stack trace is kept.
 */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 500;

  UnreadableException(String reason) {
    super(shortened(reason), null, false, false);
  }

  private static String shortened(String reason) {
    String line = reason.lines().findFirst().orElse("");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }
}
