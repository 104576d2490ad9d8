package io.alluvium.connectors.postgres;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What to do with a table that has no replica identity, usually since it has no primary key, before
 * it is published: from then on the server would refuse updates and deletes of it, to everybody.
 */
@PublicEvolving
public enum KeylessTables {
  /** The source does not start, and names the tables. */
  REFUSE,
  /** The source runs {@code ALTER TABLE … REPLICA IDENTITY FULL}. */
  SET_IDENTITY_FULL
}
