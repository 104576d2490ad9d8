package io.alluvium.demo.fleet;

/**
 * A portfolio's files are missing, unreadable or of another form. The message is one line that
 * names the file, the place and the remedy.
 */
public final class PortfolioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PortfolioException(String message) {
    super(message);
  }

  PortfolioException(String message, Throwable cause) {
    super(message, cause);
  }
}
