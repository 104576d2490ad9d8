package io.alluvium.connectors.cosmos;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;

/**
 * Collects the last change of each row and sends them together: when enough have come, when they
 * have waited long enough, and at each checkpoint. Changes of one row come to one writer in order.
 */
final class CosmosWriter implements StatefulSinkWriter<RowData, WriterProgress> {
  private final CosmosTable table;
  private final CosmosSinkConfig.Flush flush;
  private final CosmosConnection connection;
  private final ProcessingTimeService time;
  private final Counter sent;
  private ChangeBatch pending = new ChangeBatch();
  private boolean timerSet;

  CosmosWriter(
      CosmosTable table,
      CosmosSinkConfig.Flush flush,
      CosmosConnection connection,
      ProcessingTimeService time,
      Counter sent) {
    this.table = table;
    this.flush = flush;
    this.connection = connection;
    this.time = time;
    this.sent = sent;
  }

  @Override
  public void write(RowData row, Context context) throws IOException {
    try {
      add(row);
    } catch (UnfitRowException e) {
      connection.putAside(table.place(row), e.getMessage(), text(row));
    }
    if (pending.size() >= flush.maxRows() || pending.bytes() >= flush.maxBytes()) {
      send();
    } else if (!timerSet) {
      timerSet = true;
      time.registerTimer(
          time.getCurrentProcessingTime() + flush.interval().toMillis(), this::onTimer);
    }
  }

  private void add(RowData row) throws IOException, UnfitRowException {
    ItemChange change = connection.layout().change(row);
    // With what the sink and Cosmos DB add.
    long size = JsonSize.of(change.item()) + ItemLayout.OVERHEAD;
    if (size > flush.maxItemBytes()) {
      throw new UnfitRowException(
          "its item has "
              + size
              + " bytes, more than option 'max-item-size' allows, "
              + flush.maxItemBytes());
    }
    if (!pending.takes(change)) {
      send();
    }
    pending.put(change, size);
  }

  /** For people: what of a row can be told, whatever is wrong with it. */
  private String text(RowData row) {
    StringBuilder text = new StringBuilder();
    for (RowJson.Field field : table.values().fields()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(field.name())
          .append('=')
          .append(field.text(row));
    }
    return row.getRowKind().shortString() + " " + text;
  }

  private void onTimer(long timestamp) throws IOException {
    timerSet = false;
    send();
  }

  @Override
  public void flush(boolean endOfInput) throws IOException {
    // Before anything is waited for: what changes meanwhile is not in this checkpoint.
    Instant begun = Instant.ofEpochMilli(time.getCurrentProcessingTime());
    send();
    connection.checkpoint(begun);
  }

  @Override
  public List<WriterProgress> snapshotState(long checkpointId) {
    return List.of(connection.progress());
  }

  private void send() throws IOException {
    if (!pending.isEmpty()) {
      int rows = pending.size();
      connection.send(pending);
      pending = new ChangeBatch();
      sent.inc(rows);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
