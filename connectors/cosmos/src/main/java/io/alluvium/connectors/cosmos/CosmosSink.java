package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.CosmosItemStore;
import io.alluvium.connectors.cosmos.store.Patience;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.table.data.RowData;

/**
 * Keeps a container of Cosmos DB equal to a changelog, row by row. At least once with idempotent
 * writes: after a failure the changes since the last checkpoint are written again, and the rows end
 * up the same. The input must be partitioned by the primary key. A container that has lost writes
 * fails the job, which is then to be run without its state: a restart could not bring back what was
 * written before the last checkpoint.
 */
@PublicEvolving
public final class CosmosSink
    implements Sink<RowData>, SupportsWriterState<RowData, WriterProgress> {
  private static final long serialVersionUID = 1L;

  private final CosmosSinkConfig config;
  private final CosmosTable table;

  CosmosSink(CosmosSinkConfig config, CosmosTable table) {
    this.config = config;
    this.table = table;
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
    return restoreWriter(context, List.of());
  }

  @Override
  @SuppressWarnings("deprecation") // Flink 1.20 asks for the method that 2.0 dropped.
  public SinkWriter<RowData> createWriter(InitContext context) throws IOException {
    return writer(
        context.getTaskInfo(),
        context.getProcessingTimeService(),
        context.metricGroup(),
        List.of());
  }

  @Override
  public StatefulSinkWriter<RowData, WriterProgress> restoreWriter(
      WriterInitContext context, Collection<WriterProgress> restored) throws IOException {
    return writer(
        context.getTaskInfo(), context.getProcessingTimeService(), context.metricGroup(), restored);
  }

  @Override
  public SimpleVersionedSerializer<WriterProgress> getWriterStateSerializer() {
    return new WriterProgressSerializer();
  }

  private CosmosWriter writer(
      TaskInfo info,
      ProcessingTimeService time,
      SinkWriterMetricGroup metrics,
      Collection<WriterProgress> restored)
      throws IOException {
    CosmosConnection.Task task =
        new CosmosConnection.Task(
            info.getIndexOfThisSubtask(),
            info.getNumberOfParallelSubtasks(),
            restored,
            pause -> Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000));
    try {
      return new CosmosWriter(
          table,
          config.flush(),
          connect(task, new SinkMetrics(metrics)),
          time,
          metrics.getNumRecordsSendCounter());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the store was waited for");
    }
  }

  private CosmosConnection connect(CosmosConnection.Task task, SinkMetrics metrics)
      throws IOException, InterruptedException {
    Patience patience =
        new Patience(config.retries().max(), config.retries().interval(), task.pause());
    CosmosItemStore rows =
        CosmosItemStore.open(
            config.address(), config.authentication(), config.creation(), patience);
    boolean begun = false;
    try {
      CosmosItemStore deadLetters =
          config.deadLetterContainer() == null
              ? null
              : rows.sibling(config.deadLetterContainer(), patience);
      CosmosConnection connection =
          new CosmosConnection(
              config,
              table,
              new CosmosConnection.Stores(
                  rows,
                  rows.definition(),
                  deadLetters,
                  deadLetters == null ? null : deadLetters.definition()),
              task,
              metrics);
      begun = true;
      return connection;
    } finally {
      if (!begun) {
        rows.close();
      }
    }
  }
}
