package io.alluvium.connectors.redis;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;

/**
 * Collects the change of each key that counts and sends them together: when enough have come, when
 * they have waited long enough, and at each checkpoint. Changes of one key come to one writer in
 * order.
 */
final class RedisWriter implements StatefulSinkWriter<RowData, WriterProgress> {
  private final RedisTable table;
  private final RedisSinkConfig.Flush flush;
  private final RedisConnection connection;
  private final ProcessingTimeService time;
  private final Counter sent;
  private ChangeBatch pending;
  private boolean timerSet;

  RedisWriter(
      RedisTable table,
      RedisSinkConfig.Flush flush,
      RedisConnection connection,
      ProcessingTimeService time,
      Counter sent) {
    this.table = table;
    this.flush = flush;
    this.connection = connection;
    this.time = time;
    this.sent = sent;
    this.pending = connection.batch();
  }

  @Override
  public void write(RowData row, Context context) throws IOException {
    try {
      if (!add(row)) {
        send();
        add(row);
      }
    } catch (UnfitRowException e) {
      connection.await();
      connection.putAside(table.place(row), e.getMessage(), table.text().of(row));
    }
    if (pending.size() >= flush.maxRows() || pending.bytes().length() >= flush.maxBytes()) {
      send();
    } else if (!timerSet) {
      timerSet = true;
      time.registerTimer(
          time.getCurrentProcessingTime() + flush.interval().toMillis(), this::onTimer);
    }
  }

  /** Returns false where what is pending is to be sent before. */
  private boolean add(RowData row) throws UnfitRowException {
    int begin = pending.bytes().length();
    boolean added = false;
    try {
      RowKey key = table.key(row);
      RowChange change = table.change(row, pending.bytes());
      if (change.to() - begin > flush.maxRowBytes()) {
        throw new UnfitRowException(
            "it has "
                + (change.to() - begin)
                + " bytes, more than option 'max-row-size' allows, "
                + flush.maxRowBytes());
      }
      if (!pending.takes(key, change)) {
        return false;
      }
      added = pending.put(key, change);
      return true;
    } finally {
      if (!added) {
        pending.bytes().truncate(begin);
      }
    }
  }

  private void onTimer(long timestamp) throws IOException {
    timerSet = false;
    send();
    connection.await();
  }

  @Override
  public void flush(boolean endOfInput) throws IOException {
    // What comes to the task's input from here on is not among what is written.
    Instant begun = Instant.now();
    send();
    connection.checkpoint(begun);
  }

  @Override
  public List<WriterProgress> snapshotState(long checkpointId) {
    return connection.progress().stream().toList();
  }

  private void send() throws IOException {
    if (!pending.isEmpty()) {
      int rows = pending.size();
      pending = connection.send(pending);
      sent.inc(rows);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
