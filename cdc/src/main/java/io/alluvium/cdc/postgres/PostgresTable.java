package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.TableName;
import java.util.Set;

/**
 * A table with what only PostgreSQL knows of it.
 *
 * @param identity columns that a change gives of the row as it was before; empty where it gives
 *     all, and where it gives none
 * @param fullIdentity whether a change gives all columns of the row before
 * @param unsent columns that the stream does not give: generated ones
 */
record PostgresTable(
    CapturedTable captured, Set<String> identity, boolean fullIdentity, Set<String> unsent) {

  PostgresTable {
    identity = Set.copyOf(identity);
    unsent = Set.copyOf(unsent);
  }

  TableName name() {
    return captured.name();
  }

  /** Whether the server refuses updates and deletes once the table is published. */
  boolean lacksIdentity() {
    return identity.isEmpty() && !fullIdentity;
  }
}
