package io.alluvium.connectors.snowflake;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * The table has not what the job had written to it: it was dropped, emptied, or went back to a
 * former state. To restart from a checkpoint would not bring it back: the job is to be run without
 * the state of this table, so that all rows are written again.
 */
@PublicEvolving
public final class StoreLostException extends SuppressRestartsException {
  private static final long serialVersionUID = 1L;

  StoreLostException(String table) {
    super(
        new IllegalStateException(
            "Snowflake table "
                + table
                + " has lost what the job had written to it: run the job anew without its state, so"
                + " that it writes every row again."));
  }

  /** In the message of a failure that has come as a text only, too. */
  @Override
  public String getMessage() {
    return getCause().getMessage();
  }
}
