package io.alluvium.connectors.delta.parquet;

import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/** Hands rows to Parquet field by field. */
final class RowDataWriteSupport extends WriteSupport<RowData> {
  private final RowType rowType;
  private final ValueWriters.RowWriter writer;
  private RecordConsumer consumer;

  RowDataWriteSupport(RowType rowType) {
    this.rowType = rowType;
    this.writer = new ValueWriters.RowWriter(rowType);
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return context();
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return context();
  }

  private WriteContext context() {
    return new WriteContext(ParquetSchemas.toMessageType(rowType), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(RowData row) {
    consumer.startMessage();
    writer.writeFields(consumer, row);
    consumer.endMessage();
  }
}
