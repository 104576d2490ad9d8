package io.alluvium.connectors.postgres.reader;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/** What a reader tells of itself. */
@Internal
public final class SourceMetrics {
  private final Counter reconnects;
  private final Counter snapshotSplits;
  private final Counter bytes;
  private final Counter records;
  private final AtomicLong position = new AtomicLong();
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicLong serverEnd = new AtomicLong();

  public SourceMetrics(SourceReaderMetricGroup group) {
    reconnects = group.counter("reconnects");
    snapshotSplits = group.counter("snapshotSplitsRead");
    bytes = group.getIOMetricGroup().getNumBytesInCounter();
    records = group.getIOMetricGroup().getNumRecordsInCounter();
    group.gauge("position", position::get);
    group.gauge("confirmedPosition", confirmed::get);
    group.gauge("streamLagBytes", () -> difference(serverEnd, position));
    group.setPendingBytesGauge(() -> difference(serverEnd, position));
  }

  private static long difference(AtomicLong end, AtomicLong begin) {
    return end.get() == 0 || begin.get() == 0 ? 0 : Math.max(0, end.get() - begin.get());
  }

  public void reconnected() {
    reconnects.inc();
  }

  void snapshotSplitRead() {
    snapshotSplits.inc();
  }

  void emitted(ChangeBatch batch) {
    records.inc(batch.size());
    bytes.inc(batch.bytes());
  }

  void positionEmitted(long lsn) {
    position.set(lsn);
  }

  public void streamSeen(long end, long confirmedLsn) {
    serverEnd.set(end);
    confirmed.set(confirmedLsn);
  }
}
