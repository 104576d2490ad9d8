package io.alluvium.ingest.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;

/** Values of the column that rows are put in order by, as text that can be kept and bound. */
enum OrderValue {
  LONG {
    @Override
    Object bound(String text) {
      return Long.parseLong(text);
    }
  },
  DECIMAL {
    @Override
    Object bound(String text) {
      return new BigDecimal(text);
    }
  },
  DATE {
    @Override
    Object bound(String text) {
      return LocalDate.parse(text);
    }

    @Override
    String minus(String text, Duration lag) {
      return LocalDate.parse(text).minusDays(lag.plusDays(1).minusNanos(1).toDays()).toString();
    }
  },
  INSTANT {
    @Override
    Object bound(String text) {
      return OffsetDateTime.parse(text);
    }

    @Override
    String of(ResultSet result, int at) throws SQLException {
      OffsetDateTime time = result.getObject(at, OffsetDateTime.class);
      return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC).toString();
    }

    @Override
    String minus(String text, Duration lag) {
      return OffsetDateTime.parse(text).minus(lag).toString();
    }
  },
  LOCAL_TIME {
    @Override
    Object bound(String text) {
      return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    @Override
    String minus(String text, Duration lag) {
      return bound(text) instanceof LocalDateTime time
          ? time.minus(lag).toString().replace('T', ' ')
          : text;
    }
  },
  UUID_VALUE {
    @Override
    Object bound(String text) {
      return UUID.fromString(text);
    }
  },
  TEXT {
    @Override
    Object bound(String text) {
      return text;
    }
  };

  static OrderValue of(JdbcColumn column) {
    return switch (column.type().getTypeRoot()) {
      case SMALLINT, INTEGER, BIGINT -> LONG;
      case DECIMAL -> DECIMAL;
      case DATE -> DATE;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> INSTANT;
      default ->
          switch (column.typeName()) {
            case "timestamp", "datetime" -> LOCAL_TIME;
            case "uuid" -> UUID_VALUE;
            case "numeric" -> DECIMAL;
            default -> TEXT;
          };
    };
  }

  abstract Object bound(String text);

  /** The value at a place of the result; null where it is. */
  String of(ResultSet result, int at) throws SQLException {
    return result.getString(at);
  }

  /** A time earlier by the lag; other values as they are. */
  String minus(String text, Duration lag) {
    return text;
  }

  void bind(PreparedStatement statement, int at, String text) throws SQLException {
    statement.setObject(at, bound(text));
  }

  /** The value of a bronze row. */
  String of(RowData row, int at, JdbcColumn column) {
    return switch (column.type().getTypeRoot()) {
      case SMALLINT -> String.valueOf(row.getShort(at));
      case INTEGER -> String.valueOf(row.getInt(at));
      case BIGINT -> String.valueOf(row.getLong(at));
      case DECIMAL -> {
        DecimalType type = (DecimalType) column.type();
        yield row.getDecimal(at, type.getPrecision(), type.getScale()).toString();
      }
      case DATE -> LocalDate.ofEpochDay(row.getInt(at)).toString();
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          row.getTimestamp(at, 6).toInstant().atOffset(ZoneOffset.UTC).toString();
      default -> row.getString(at).toString();
    };
  }

  /** In the order of the database, as far as that does not depend on its collation. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  int compare(String one, String other) {
    Object left = bound(one);
    Object right = bound(other);
    if (left instanceof OffsetDateTime time) {
      return time.toInstant().compareTo(((OffsetDateTime) right).toInstant());
    }
    return ((Comparable) left).compareTo(right);
  }
}
