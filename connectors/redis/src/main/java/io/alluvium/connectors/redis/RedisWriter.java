package io.alluvium.connectors.redis;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;

/**
 * Collects the last change of each key and sends them together: when enough have come, when they
 * have waited long enough, and at each checkpoint. Changes of one key come to one writer in order.
 */
final class RedisWriter implements SinkWriter<RowData> {
  private final RowHash rowHash;
  private final RedisConnection connection;
  private final ProcessingTimeService time;
  private final Counter sent;
  private final int maxRows;
  private final long intervalMillis;

  /** Fields by key; empty for a row that is to go. */
  private final Map<String, Optional<Map<String, String>>> pending = new LinkedHashMap<>();

  private boolean timerSet;

  RedisWriter(
      RowHash rowHash,
      RedisSinkConfig config,
      RedisConnection connection,
      ProcessingTimeService time,
      Counter sent) {
    this.rowHash = rowHash;
    this.connection = connection;
    this.time = time;
    this.sent = sent;
    this.maxRows = config.flushMaxRows();
    this.intervalMillis = config.flushInterval().toMillis();
  }

  @Override
  public void write(RowData row, Context context) throws IOException {
    pending.put(
        rowHash.key(row),
        switch (row.getRowKind()) {
          case INSERT, UPDATE_AFTER -> Optional.of(rowHash.fields(row));
          case UPDATE_BEFORE, DELETE -> Optional.empty();
        });
    if (pending.size() >= maxRows) {
      send();
    } else if (!timerSet) {
      timerSet = true;
      time.registerTimer(time.getCurrentProcessingTime() + intervalMillis, this::onTimer);
    }
  }

  private void onTimer(long timestamp) throws IOException {
    timerSet = false;
    send();
  }

  @Override
  public void flush(boolean endOfInput) throws IOException {
    send();
  }

  private void send() throws IOException {
    if (!pending.isEmpty()) {
      connection.write(pending);
      sent.inc(pending.size());
      pending.clear();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
