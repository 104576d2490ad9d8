package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.rows.RowShape;
import java.util.List;
import javax.annotation.Nullable;

/**
 * A table as the log announces it.
 *
 * @param identityColumns that the server sends of a row whose key changes
 * @param shape null for a table that is not captured
 * @param partition whether it is a part of the table whose rows it has
 */
record Relation(List<Integer> identityColumns, @Nullable RowShape shape, boolean partition) {}
