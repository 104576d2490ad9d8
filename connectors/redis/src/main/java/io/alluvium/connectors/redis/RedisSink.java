package io.alluvium.connectors.redis;

import java.io.IOException;
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
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;

/**
 * Keeps Redis equal to a changelog, row by row. At least once with idempotent writes: after a
 * failure the changes since the last checkpoint are written again, and the rows end up the same.
 * The input must be partitioned by the primary key. A store that has lost writes fails the job:
 * those since the last checkpoint its restart brings back; where it has lost more, the job is to be
 * run without its state.
 */
@PublicEvolving
public final class RedisSink
    implements Sink<RowData>, SupportsWriterState<RowData, WriterProgress> {
  private static final long serialVersionUID = 1L;

  private final RedisSinkConfig config;
  private final RedisTable table;

  RedisSink(RedisSinkConfig config, RedisTable table) {
    this.config = config;
    this.table = table;
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
    return writer(
        context.getTaskInfo(),
        context.getProcessingTimeService(),
        context.metricGroup().getNumRecordsSendCounter(),
        List.of());
  }

  @Override
  @SuppressWarnings("deprecation") // Flink 1.20 asks for the method that 2.0 dropped.
  public SinkWriter<RowData> createWriter(InitContext context) throws IOException {
    return writer(
        context.getTaskInfo(),
        context.getProcessingTimeService(),
        context.metricGroup().getNumRecordsSendCounter(),
        List.of());
  }

  @Override
  public StatefulSinkWriter<RowData, WriterProgress> restoreWriter(
      WriterInitContext context, Collection<WriterProgress> restored) throws IOException {
    return writer(
        context.getTaskInfo(),
        context.getProcessingTimeService(),
        context.metricGroup().getNumRecordsSendCounter(),
        restored);
  }

  @Override
  public SimpleVersionedSerializer<WriterProgress> getWriterStateSerializer() {
    return new WriterProgressSerializer();
  }

  private RedisWriter writer(
      TaskInfo info, ProcessingTimeService time, Counter sent, Collection<WriterProgress> restored)
      throws IOException {
    try {
      table.values().open();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Rows cannot be written as text", e);
    }
    RedisConnection.Task task =
        new RedisConnection.Task(
            info.getIndexOfThisSubtask(), info.getNumberOfParallelSubtasks(), restored);
    return new RedisWriter(
        table, config.flush(), new RedisConnection(config, table, task), time, sent);
  }
}
