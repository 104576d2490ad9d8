package io.alluvium.models.aggregate;

import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** How a whole number is read from a row, and how it is given back. */
enum Integers {
  BYTE {
    @Override
    long read(RowData row, int column) {
      return row.getByte(column);
    }

    @Override
    Object field(long value) {
      return (byte) value;
    }
  },
  SHORT {
    @Override
    long read(RowData row, int column) {
      return row.getShort(column);
    }

    @Override
    Object field(long value) {
      return (short) value;
    }
  },
  INT {
    @Override
    long read(RowData row, int column) {
      return row.getInt(column);
    }

    @Override
    Object field(long value) {
      return (int) value;
    }
  },
  LONG {
    @Override
    long read(RowData row, int column) {
      return row.getLong(column);
    }

    @Override
    Object field(long value) {
      return value;
    }
  };

  abstract long read(RowData row, int column);

  abstract Object field(long value);

  static Optional<Integers> of(LogicalTypeRoot type) {
    return switch (type) {
      case TINYINT -> Optional.of(BYTE);
      case SMALLINT -> Optional.of(SHORT);
      case INTEGER, DATE, TIME_WITHOUT_TIME_ZONE -> Optional.of(INT);
      case BIGINT -> Optional.of(LONG);
      default -> Optional.empty();
    };
  }
}
