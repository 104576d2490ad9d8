package io.alluvium.connectors.postgres;

import io.alluvium.connectors.postgres.database.TypeCatalog;
import io.alluvium.connectors.postgres.types.Codecs;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * The types of a source's columns, for who makes tables before the first change comes.
 *
 * <p>What has no exact counterpart in Flink is kept as text, never approximated: a {@code numeric}
 * without precision (without the zeros at its end) or beyond 38 digits, a {@code timestamp} without
 * time zone ({@code 2024-05-01 12:00:00.500}; it is no instant), times, intervals (ISO 8601), JSON,
 * arrays (as JSON), money (the amount), and types of the user's own.
 */
@PublicEvolving
public final class ColumnTypes {
  /** The type does not depend on it. */
  private static final int MONEY_DIGITS = 2;

  private final Connection connection;
  private final TypeCatalog types = new TypeCatalog();
  private final Codecs codecs = new Codecs(MONEY_DIGITS);

  public ColumnTypes(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param oid {@code atttypid} of {@code pg_attribute}
   * @param modifier {@code atttypmod}
   */
  public LogicalType of(long oid, int modifier) throws SQLException {
    return codecs.of(types.type(connection, oid, modifier)).type().copy(true);
  }
}
