package io.alluvium.connectors.postgres;

import org.apache.flink.annotation.PublicEvolving;

/** What a {@link Change} is. */
@PublicEvolving
public enum Operation {
  /** A row that the snapshot found. */
  READ,
  INSERT,
  UPDATE,
  DELETE,
  /** All rows of the table went; there is no row. */
  TRUNCATE
}
