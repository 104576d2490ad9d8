package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.LogicalType;

/** Keys that 64-bit integers can stand for. */
final class LongKeys implements KeyColumn {
  private final LogicalType type;
  private final LongColumn values;
  private final LongTable table = new LongTable();

  LongKeys(LogicalType type) {
    this.type = type;
    this.values = new LongColumn(type);
  }

  @Override
  public void number(ColumnarBatch batch, int column, LiveRows live, int[] numbers) {
    values.load(batch, column, live);
    long[] longs = values.values();
    Nulls nulls = values.nulls();
    for (int i = 0; i < live.count(); i++) {
      numbers[i] =
          nulls.any() && nulls.isNull()[i] ? table.numberOfNull() : table.numberOf(longs[i]);
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
