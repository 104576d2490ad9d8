package io.alluvium.benchmarks.operations;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.tables.PlainParquet;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * A table of bronze to which events are added until it is closed: one of each device at once, then
 * a few with every commit. Whatever happens to those who read it, it goes on.
 */
public final class EndlessTable implements AutoCloseable {
  private static final String SINK = "bench-operations";
  private static final int ROWS_PER_FILE = 50_000;
  private static final int ROWS_PER_COMMIT = 500;
  private static final long COMMITS_APART_MILLIS = 250;

  private final Path folder;
  private final DeviceEvents events;
  private final DeltaTableCommitter committer;
  private final Thread feeder = new Thread(this::feed, "endless-table");
  private volatile long rows;
  private volatile boolean closed;
  @Nullable private volatile Exception failure;
  private long commits;

  private EndlessTable(Path folder, DeviceEvents events) {
    this.folder = folder;
    this.events = events;
    this.committer = new DeltaTableCommitter(DeltaTable.at(folder.toString()));
  }

  /**
   * Makes the table, and returns when it has an event of each device.
   *
   * @param folder of the table, which does not exist
   */
  public static EndlessTable start(Path folder, DeviceEvents events) throws IOException {
    DeltaTable.at(folder.toString())
        .createIfAbsent(
            new TableDescription(DeviceEvents.rowType(), List.of(), List.of(), Map.of(), ""));
    EndlessTable table = new EndlessTable(folder, events);
    while (table.rows < events.devices()) {
      table.add((int) Math.min(ROWS_PER_FILE, events.devices() - table.rows));
    }
    table.feeder.setDaemon(true);
    table.feeder.start();
    return table;
  }

  /** How many events are committed by now: those with the numbers below. */
  public long rows() {
    return rows;
  }

  private void feed() {
    try {
      while (!closed) {
        add(ROWS_PER_COMMIT);
        TimeUnit.MILLISECONDS.sleep(COMMITS_APART_MILLIS);
      }
    } catch (IOException | RuntimeException | InterruptedException e) {
      failure = e;
    }
  }

  private void add(int count) throws IOException {
    String name = String.format("part-%06d.parquet", commits);
    try (ParquetWriter<RowData> writer =
        PlainParquet.writer(folder.resolve(name), DeviceEvents.rowType())) {
      for (long seq = rows; seq < rows + count; seq++) {
        writer.write(events.row(seq));
      }
    }
    commits++;
    committer.commit(
        new DeltaCommit(
            SINK,
            commits,
            UUID.randomUUID().toString(),
            List.of(
                new DataFile(
                    name,
                    Files.size(folder.resolve(name)),
                    System.currentTimeMillis(),
                    Map.of(),
                    "{\"numRecords\":" + count + "}",
                    null)),
            List.of()));
    rows += count;
  }

  /** Ends the table. */
  @Override
  public void close() {
    closed = true;
    try {
      feeder.join();
      committer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new BenchmarkException("The table of events could not be written to", failure);
    }
  }
}
