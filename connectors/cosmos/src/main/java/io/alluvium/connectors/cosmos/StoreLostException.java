package io.alluvium.connectors.cosmos;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * The container has not what the job had written to it: it was emptied, is a new one, or went back
 * to a backup. To restart from a checkpoint would not bring it back: the job is to be run without
 * the state of this table, so that all rows are written again.
 */
@PublicEvolving
public final class StoreLostException extends SuppressRestartsException {
  private static final long serialVersionUID = 1L;

  StoreLostException(String address, String table) {
    super(
        new IllegalStateException(
            "Cosmos DB container "
                + address
                + " has lost what the job had written of '"
                + table
                + "': run the job anew without its state, so that it writes every row again."));
  }

  /** In the message of a failure that has come as a text only, too. */
  @Override
  public String getMessage() {
    return getCause().getMessage();
  }
}
