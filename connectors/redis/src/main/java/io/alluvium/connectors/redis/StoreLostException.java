package io.alluvium.connectors.redis;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * The store has not what the job had written to it: it was emptied, is a new one, or a replica took
 * over that had not had the last writes. To restart from a checkpoint would not bring it back: the
 * job is to be run without the state of this table, so that all rows are written again.
 */
@PublicEvolving
public final class StoreLostException extends SuppressRestartsException {
  private static final long serialVersionUID = 1L;

  private final String table;

  StoreLostException(String address, String table) {
    super(
        new IllegalStateException(
            "Redis at "
                + address
                + " has lost what the job had written to '"
                + table
                + "': run the job anew without its state, so that it writes every row again."));
    this.table = table;
  }

  /** The table, by the prefix or the template of its keys. */
  public String table() {
    return table;
  }

  /** As {@link #table}, in the message of a failure that has come as a text only. */
  @Override
  public String getMessage() {
    return getCause().getMessage();
  }
}
