package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong pendingBytes;
  private final Map<String, Assigned> splits = new LinkedHashMap<>();
  private final Set<String> paused = new HashSet<>();
  private final Semaphore wakeUps = new Semaphore(0);
  private long rowsWanted;

  /**
   * @param limit of rows; a few more may be read
   * @param pendingBytes of the files that are not read to their end, which this keeps up
   */
  DeltaSplitReader(SplitScans scans, Duration pollInterval, long limit, AtomicLong pendingBytes) {
    this.scans = scans;
    this.pollInterval = pollInterval;
    this.rowsWanted = limit;
    this.pendingBytes = pendingBytes;
  }

  @Override
  public RecordsWithSplitIds<ReadElement> fetch() throws IOException {
    Assigned current = nextToRead();
    if (current == null) {
      if (!splits.isEmpty()) {
        awaitPollInterval();
      }
      return new RecordsBySplits.Builder<ReadElement>().build();
    }
    String id = current.split.splitId();
    if (rowsWanted <= 0) {
      finish(current);
      return ReadBatch.end(id);
    }
    ReadBatch batch = current.read();
    rowsWanted -= batch.rows();
    if (batch.isLast() || rowsWanted <= 0) {
      finish(current);
      return batch.asLast();
    }
    if (batch.isNothingYet()) {
      awaitPollInterval();
    }
    return batch;
  }

  @Nullable
  private Assigned nextToRead() {
    for (Assigned split : splits.values()) {
      if (!paused.contains(split.split.splitId())) {
        return split;
      }
    }
    return null;
  }

  private void finish(Assigned assigned) throws IOException {
    splits.remove(assigned.split.splitId());
    pendingBytes.addAndGet(-bytes(assigned.split));
    assigned.close();
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
    for (DeltaSourceSplit split : change.splits()) {
      splits.put(split.splitId(), new Assigned(split));
      pendingBytes.addAndGet(bytes(split));
    }
  }

  private static long bytes(DeltaSourceSplit split) {
    return split instanceof FileSplit file ? file.bytes() : 0;
  }

  @Override
  public void pauseOrResumeSplits(
      Collection<DeltaSourceSplit> toPause, Collection<DeltaSourceSplit> toResume) {
    toPause.forEach(split -> paused.add(split.splitId()));
    toResume.forEach(split -> paused.remove(split.splitId()));
  }

  @Override
  public void wakeUp() {
    wakeUps.release();
  }

  @Override
  public void close() throws IOException {
    Iterator<Assigned> open = splits.values().iterator();
    while (open.hasNext()) {
      open.next().close();
      open.remove();
    }
  }

  /** A split, opened when it is read first. */
  private final class Assigned {
    private final DeltaSourceSplit split;
    @Nullable private SplitScan scan;

    Assigned(DeltaSourceSplit split) {
      this.split = split;
    }

    ReadBatch read() throws IOException {
      try {
        if (scan == null) {
          scan = scans.open(split);
        }
        return scan.next();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    void close() throws IOException {
      if (scan == null) {
        return;
      }
      try {
        scan.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
