package io.alluvium.connectors.snowflake;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The sink cannot go on. The message is one line that names the table, the reason and the remedy.
 */
@PublicEvolving
public final class SnowflakeException extends IOException {
  private static final long serialVersionUID = 1L;

  SnowflakeException(String message) {
    super(message);
  }

  SnowflakeException(String message, Throwable cause) {
    super(message, cause);
  }
}
