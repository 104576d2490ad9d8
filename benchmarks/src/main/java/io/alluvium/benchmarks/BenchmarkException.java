package io.alluvium.benchmarks;

/** A benchmark that cannot be run or whose result is wrong. The message is for the user. */
public final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchmarkException(String message) {
    super(message);
  }

  public BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
