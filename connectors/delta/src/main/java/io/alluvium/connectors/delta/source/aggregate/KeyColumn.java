package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.LogicalType;

/** Gives the distinct values of a column by which rows are grouped, null too, numbers from 0 on. */
interface KeyColumn {

  /** Whether values are equal exactly where they are the same; floats are not such a type. */
  static boolean canHold(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          DATE,
          TIMESTAMP_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          CHAR,
          VARCHAR ->
          true;
      default -> false;
    };
  }

  static KeyColumn of(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR -> new TextKeys();
      default -> new LongKeys(type);
    };
  }

  /**
   * @param column place in the batch
   * @param numbers receives one for each live row
   */
  void number(ColumnarBatch batch, int column, LiveRows live, int[] numbers);

  /** In Flink's internal form. */
  @Nullable
  Object value(int number);

  /** How many numbers were given. */
  int size();

  /** Forgets all values. */
  void clear();
}
