package io.alluvium.connectors.snowflake;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.connector.jdbc.core.database.dialect.AbstractDialect;
import org.apache.flink.connector.jdbc.core.database.dialect.JdbcDialectConverter;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * Snowflake's SQL for Flink's JDBC connector: bounded reads and lookups. Names become capitals, as
 * in Snowflake itself; those of tables may have a schema and a database before them.
 */
final class SnowflakeDialect extends AbstractDialect {
  private static final long serialVersionUID = 1L;
  private static final int MOST_FRACTION_DIGITS = 9;
  private static final int MOST_DIGITS = 38;

  /** No calls to addresses of cloud metadata, or to others than the account. */
  private static final String PROPERTIES =
      "disablePlatformDetection=true&CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED=false"
          + "&CLIENT_TELEMETRY_ENABLED=false&JDBC_QUERY_RESULT_FORMAT=JSON";

  @Override
  public String dialectName() {
    return "Snowflake";
  }

  @Override
  public Optional<String> defaultDriverName() {
    return Optional.of("net.snowflake.client.api.driver.SnowflakeDriver");
  }

  @Override
  public JdbcDialectConverter getRowConverter(RowType rowType) {
    return new SnowflakeRowConverter(rowType);
  }

  @Override
  public String getLimitClause(long limit) {
    return "LIMIT " + limit;
  }

  @Override
  public String quoteIdentifier(String identifier) {
    return Arrays.stream(identifier.split("\\."))
        .map(Identifiers::quoted)
        .collect(Collectors.joining("."));
  }

  @Override
  public String appendDefaultUrlProperties(String url) {
    return url + (url.contains("?") ? "&" : "/?") + PROPERTIES;
  }

  /** The row by row of this connector is what a warehouse is dear for. */
  @Override
  public Optional<String> getUpsertStatement(
      String tableName, String[] fieldNames, String[] uniqueKeyFields) {
    throw readOnly();
  }

  @Override
  public String getInsertIntoStatement(String tableName, String[] fieldNames) {
    throw readOnly();
  }

  private static ValidationException readOnly() {
    return new ValidationException(
        "Snowflake is not written by 'connector' = 'jdbc'. Use 'connector' = 'snowflake'.");
  }

  @Override
  public Optional<Range> decimalPrecisionRange() {
    return Optional.of(Range.of(1, MOST_DIGITS));
  }

  @Override
  public Optional<Range> timestampPrecisionRange() {
    return Optional.of(Range.of(0, MOST_FRACTION_DIGITS));
  }

  @Override
  public Set<LogicalTypeRoot> supportedTypes() {
    return EnumSet.of(
        LogicalTypeRoot.CHAR,
        LogicalTypeRoot.VARCHAR,
        LogicalTypeRoot.BOOLEAN,
        LogicalTypeRoot.VARBINARY,
        LogicalTypeRoot.DECIMAL,
        LogicalTypeRoot.TINYINT,
        LogicalTypeRoot.SMALLINT,
        LogicalTypeRoot.INTEGER,
        LogicalTypeRoot.BIGINT,
        LogicalTypeRoot.FLOAT,
        LogicalTypeRoot.DOUBLE,
        LogicalTypeRoot.DATE,
        LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE);
  }
}
