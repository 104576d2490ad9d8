package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.debezium.WholeChunkEmitter;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.cdc.connectors.base.config.SourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.base.source.utils.hooks.SnapshotPhaseHooks;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/**
 * Flink CDC's source without its backfill, and with nothing missing or doubled all the same.
 *
 * <p>The backfill reads, after each chunk, the changes that were made meanwhile. It compares the
 * place where a change was written with the place where the log was when the chunk had been read,
 * and so drops each change of a transaction that was written before that and committed after.
 * Without it, the stream gives every change since the first chunk.
 */
final class PostgresSource extends PostgresIncrementalSource<RoutedRow> {
  private static final long serialVersionUID = 1L;

  PostgresSource(
      PostgresSourceConfigFactory config,
      DebeziumDeserializationSchema<RoutedRow> deserializer,
      DatabaseAddress address,
      List<TableName> tables) {
    super(
        config,
        deserializer,
        new PostgresOffsetFactory(),
        new AnyTableDialect(config.create(0), tables));
    SnapshotPhaseHooks hooks = new SnapshotPhaseHooks();
    RunningTransactions running = new RunningTransactions(address);
    hooks.setPostLowWatermarkAction((SourceConfig any, SourceSplit chunk) -> running.await());
    setSnapshotHooks(hooks);
  }

  @Override
  protected RecordEmitter<SourceRecords, RoutedRow, SourceSplitState> createRecordEmitter(
      SourceConfig sourceConfig, SourceReaderMetrics metrics) {
    return new WholeChunkEmitter(
        deserializationSchema, metrics, sourceConfig.isIncludeSchemaChanges(), offsetFactory);
  }
}
