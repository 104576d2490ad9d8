package io.alluvium.connectors.redis;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/**
 * Keeps one Redis hash per row equal to a changelog. At least once with idempotent writes: after a
 * failure the changes since the last checkpoint are written again and the hashes end up the same.
 * The input must be partitioned by the primary key.
 */
@PublicEvolving
public final class RedisSink implements Sink<RowData> {
  private static final long serialVersionUID = 1L;

  private final RedisSinkConfig config;
  private final RowHash rowHash;

  RedisSink(RedisSinkConfig config, RowHash rowHash) {
    this.config = config;
    this.rowHash = rowHash;
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
    return new RedisWriter(
        rowHash,
        config,
        new RedisConnection(config),
        context.getProcessingTimeService(),
        context.metricGroup().getNumRecordsSendCounter());
  }

  @Override
  @SuppressWarnings("deprecation") // Flink 1.20 asks for the method that 2.0 dropped.
  public SinkWriter<RowData> createWriter(InitContext context) throws IOException {
    return new RedisWriter(
        rowHash,
        config,
        new RedisConnection(config),
        context.getProcessingTimeService(),
        context.metricGroup().getNumRecordsSendCounter());
  }
}
