package io.alluvium.cli.query;

import io.alluvium.connectors.delta.DeltaException;
import java.util.Optional;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.ExceptionUtils;

/** Tells mistakes in a statement from failures of its execution. */
final class SqlErrors {
  private SqlErrors() {}

  /** A {@link QueryException} where the statement is at fault, else the exception itself. */
  static RuntimeException explain(RuntimeException exception) {
    Optional<Throwable> mistake =
        ExceptionUtils.findThrowable(
            exception,
            cause ->
                cause instanceof SqlParserException
                    || cause instanceof DeltaException
                    || cause instanceof ValidationException
                    || cause instanceof TableException);
    if (mistake.isEmpty()) {
      return exception;
    }
    // The planner says "failed" at the top and why further down.
    Throwable reason = mistake.get();
    StringBuilder message = new StringBuilder(oneLine(reason));
    while (reason.getCause() != null && reason.getCause() != reason) {
      reason = reason.getCause();
      String text = oneLine(reason);
      if (message.indexOf(text) < 0) {
        message.append(": ").append(text);
      }
    }
    return new QueryException(message.toString(), exception);
  }

  private static String oneLine(Throwable reason) {
    String message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }
}
