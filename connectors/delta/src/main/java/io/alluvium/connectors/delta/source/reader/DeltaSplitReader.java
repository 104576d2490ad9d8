package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/** Reads the splits that it is given one after the other, in its own thread. */
final class DeltaSplitReader implements SplitReader<ReadElement, DeltaSourceSplit> {
  private final SplitScans scans;
  private final Duration pollInterval;
  private final Queue<DeltaSourceSplit> splits = new ArrayDeque<>();
  private final Semaphore wakeUps = new Semaphore(0);
  private long rowsWanted;
  @Nullable private SplitScan current;

  /**
   * @param limit of rows; a few more may be read
   */
  DeltaSplitReader(SplitScans scans, Duration pollInterval, long limit) {
    this.scans = scans;
    this.pollInterval = pollInterval;
    this.rowsWanted = limit;
  }

  @Override
  public RecordsWithSplitIds<ReadElement> fetch() throws IOException {
    if (current == null) {
      DeltaSourceSplit split = splits.poll();
      if (split == null) {
        return new RecordsBySplits.Builder<ReadElement>().build();
      }
      if (rowsWanted <= 0) {
        return ReadBatch.last(split.splitId(), List.of());
      }
      current = scans.open(split);
    }
    ReadBatch batch = read(current);
    rowsWanted -= batch.size();
    if (batch.isLast() || rowsWanted <= 0) {
      closeCurrent();
      return batch.asLast();
    }
    if (batch.size() == 0) {
      awaitPollInterval();
    }
    return batch;
  }

  private static ReadBatch read(SplitScan scan) throws IOException {
    try {
      return scan.next();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void awaitPollInterval() throws IOException {
    try {
      if (wakeUps.tryAcquire(pollInterval.toMillis(), TimeUnit.MILLISECONDS)) {
        wakeUps.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for new commits.", e);
    }
  }

  @Override
  public void handleSplitsChanges(SplitsChange<DeltaSourceSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      throw new UnsupportedOperationException("Unknown change of splits: " + change);
    }
    splits.addAll(change.splits());
  }

  @Override
  public void wakeUp() {
    wakeUps.release();
  }

  private void closeCurrent() throws IOException {
    SplitScan open = current;
    current = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closeCurrent();
  }
}
