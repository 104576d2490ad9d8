package io.alluvium.cdc.debezium;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.cdc.connectors.base.source.meta.offset.OffsetFactory;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.meta.wartermark.WatermarkEvent;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceRecordEmitter;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Emits the rows of a snapshot chunk together, in the call that marks the chunk as read. No
 * checkpoint comes between, so that a chunk that is read again after a failure has emitted nothing
 * before. Holds one chunk in memory.
 */
public final class WholeChunkEmitter extends IncrementalSourceRecordEmitter<RoutedRow> {
  private final List<SourceRecord> chunk = new ArrayList<>();

  public WholeChunkEmitter(
      DebeziumDeserializationSchema<RoutedRow> deserializer,
      SourceReaderMetrics metrics,
      boolean includeSchemaChanges,
      OffsetFactory offsetFactory) {
    super(deserializer, metrics, includeSchemaChanges, offsetFactory);
  }

  @Override
  protected void processElement(
      SourceRecord element, SourceOutput<RoutedRow> output, SourceSplitState split)
      throws Exception {
    if (!split.isSnapshotSplitState()) {
      super.processElement(element, output, split);
    } else if (WatermarkEvent.isLowWatermarkEvent(element)) {
      // What an attempt that failed has left.
      chunk.clear();
    } else if (WatermarkEvent.isHighWatermarkEvent(element)) {
      for (SourceRecord row : chunk) {
        super.processElement(row, output, split);
      }
      chunk.clear();
      super.processElement(element, output, split);
    } else {
      chunk.add(element);
    }
  }
}
