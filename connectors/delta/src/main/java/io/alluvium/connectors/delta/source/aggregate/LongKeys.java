package io.alluvium.connectors.delta.source.aggregate;

import javax.annotation.Nullable;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.types.logical.LogicalType;

/** Keys that 64-bit integers can stand for. */
final class LongKeys implements KeyColumn {
  private final LogicalType type;
  private final LongColumn column;
  private final LongTable table = new LongTable();

  LongKeys(LogicalType type) {
    this.type = type;
    this.column = new LongColumn(type);
  }

  @Override
  public void number(ColumnVector vector, LiveRows live, int[] numbers) {
    column.load(vector, live);
    long[] values = column.values();
    Nulls nulls = column.nulls();
    for (int i = 0; i < live.count(); i++) {
      numbers[i] =
          nulls.any() && nulls.isNull()[i] ? table.numberOfNull() : table.numberOf(values[i]);
    }
  }

  @Nullable
  @Override
  public Object value(int number) {
    return table.isNull(number) ? null : Numbers.boxed(type, table.value(number));
  }

  @Override
  public int size() {
    return table.size();
  }

  @Override
  public void clear() {
    table.clear();
  }
}
