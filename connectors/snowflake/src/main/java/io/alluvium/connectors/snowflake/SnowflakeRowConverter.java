package io.alluvium.connectors.snowflake;

import java.math.BigDecimal;
import org.apache.flink.connector.jdbc.core.database.dialect.AbstractDialectConverter;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Values as Snowflake's driver gives them: a NUMBER as a long or a decimal, whatever the column is
 * in Flink, and VARIANT as a text.
 */
final class SnowflakeRowConverter extends AbstractDialectConverter {
  private static final long serialVersionUID = 1L;

  SnowflakeRowConverter(RowType rowType) {
    super(rowType);
  }

  @Override
  public String converterName() {
    return "Snowflake";
  }

  @Override
  protected JdbcDeserializationConverter createInternalConverter(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> value -> number(value).byteValueExact();
      case SMALLINT -> value -> number(value).shortValueExact();
      case INTEGER -> value -> number(value).intValueExact();
      case BIGINT -> value -> number(value).longValueExact();
      case FLOAT -> value -> ((Number) value).floatValue();
      case DOUBLE -> value -> ((Number) value).doubleValue();
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        yield value ->
            DecimalData.fromBigDecimal(number(value), decimal.getPrecision(), decimal.getScale());
      }
      case CHAR, VARCHAR -> value -> StringData.fromString(value.toString());
      default -> super.createInternalConverter(type);
    };
  }

  private static BigDecimal number(Object value) {
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }
}
