package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.rows.RowShapes;
import java.util.List;

/** Finds out what a table is that the log announces. */
interface RelationResolver {

  /**
   * @param columns in the order in which changes give their values
   * @param identityColumns indexes
   */
  Relation resolve(
      long oid,
      String schema,
      String table,
      List<RowShapes.Column> columns,
      List<Integer> identityColumns);

  /** The log announces a type that is none of the server's own. */
  void typeAnnounced(long oid);
}
