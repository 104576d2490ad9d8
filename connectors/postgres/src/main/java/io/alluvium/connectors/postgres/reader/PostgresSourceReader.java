package io.alluvium.connectors.postgres.reader;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.Change;
import io.alluvium.connectors.postgres.ChangeConverter;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.replication.StreamFetcher;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.snapshot.SnapshotFetcher;
import io.alluvium.connectors.postgres.split.PostgresSplit;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import io.alluvium.connectors.postgres.split.StreamSplit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.Collector;

/**
 * Reads splits: the snapshot's in one thread and the stream in another, which hand batches of
 * decoded changes to the task's thread. A batch is emitted as a whole, and so are the batches of a
 * split that cannot be resumed, so that the state always holds from where to go on.
 */
@Internal
public final class PostgresSourceReader<T> implements SourceReader<T, PostgresSplit> {
  private static final int QUEUED_BATCHES = 4;
  private static final long JOIN_MILLIS = 10_000;

  private final SourceReaderContext context;
  private final CaptureSettings settings;
  private final ChangeConverter<T> converter;
  private final BatchQueue queue = new BatchQueue(QUEUED_BATCHES);
  private final RowShapes.Schemas schemas = new RowShapes.Schemas();
  private final SourceMetrics metrics;
  private final SnapshotFetcher snapshotFetcher;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, PostgresSplit> splits = new LinkedHashMap<>();
  private final BatchEmitter<T> emitter = new BatchEmitter<>();

  @Nullable private StreamFetcher streamFetcher;
  @Nullable private ConfirmedPositions confirmed;

  public PostgresSourceReader(
      SourceReaderContext context, CaptureSettings settings, ChangeConverter<T> converter) {
    this.context = context;
    this.settings = settings;
    this.converter = converter;
    this.metrics = new SourceMetrics(context.metricGroup());
    this.snapshotFetcher =
        new SnapshotFetcher(settings, queue, metrics, schemas, context::sendSplitRequest);
  }

  @Override
  public void start() {
    try {
      converter.open(context);
    } catch (Exception e) {
      throw new IllegalStateException("the converter of changes does not open", e);
    }
    startThread(snapshotFetcher, "snapshot");
    if (splits.values().stream().noneMatch(SnapshotSplit.class::isInstance)) {
      context.sendSplitRequest();
    }
  }

  private void startThread(Runnable fetcher, String name) {
    Thread thread = new Thread(fetcher, "postgres " + name + " " + context.getIndexOfSubtask());
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    threads.add(thread);
  }

  @Override
  public void addSplits(List<PostgresSplit> added) {
    for (PostgresSplit split : added) {
      splits.put(split.splitId(), split);
      if (split instanceof SnapshotSplit snapshot) {
        snapshotFetcher.add(snapshot);
      } else if (split instanceof StreamSplit stream) {
        confirmed = new ConfirmedPositions(settings.confirmDelay(), stream.position().lsn());
        streamFetcher = new StreamFetcher(settings, stream.position(), queue, metrics, schemas);
        startThread(streamFetcher, "stream");
      }
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    // The stream has no end.
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    try {
      ChangeBatch batch = queue.poll();
      if (batch == null) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      emitter.output = output;
      while (batch.isOpen()) {
        emit(batch);
        batch = queue.take();
      }
      emit(batch);
      return InputStatus.MORE_AVAILABLE;
    } catch (PostgresException e) {
      if (e.isPermanent()) {
        throw new SuppressRestartsException(e);
      }
      throw e;
    }
  }

  private void emit(ChangeBatch batch) throws Exception {
    for (int i = 0; i < batch.size(); i++) {
      Change change = batch.change(i);
      emitter.commitMillis = TimeUnit.MICROSECONDS.toMillis(change.commitMicros());
      converter.convert(batch.schema(i), change, emitter);
    }
    metrics.emitted(batch);
    if (batch.isOpen()) {
      return;
    }
    if (batch.rest() == null) {
      splits.remove(batch.splitId());
      metrics.snapshotSplitRead();
      context.sendSourceEventToCoordinator(new SplitRead(batch.splitId()));
    } else {
      splits.put(batch.splitId(), batch.rest());
      if (batch.rest() instanceof StreamSplit stream) {
        metrics.positionEmitted(stream.position().lsn());
      }
    }
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return queue.available();
  }

  @Override
  public List<PostgresSplit> snapshotState(long checkpointId) {
    if (confirmed != null && splits.get(StreamSplit.ID) instanceof StreamSplit stream) {
      confirmed.taken(checkpointId, stream.position().lsn());
    }
    return List.copyOf(splits.values());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    if (confirmed != null && streamFetcher != null) {
      long position = confirmed.complete(checkpointId);
      if (position != 0) {
        streamFetcher.confirm(position);
      }
    }
  }

  @Override
  public void close() throws Exception {
    snapshotFetcher.close();
    if (streamFetcher != null) {
      streamFetcher.close();
    }
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join(JOIN_MILLIS);
    }
  }

  /** Gives records their change's time. */
  private static final class BatchEmitter<T> implements Collector<T> {
    private ReaderOutput<T> output;
    private long commitMillis;

    @Override
    public void collect(T record) {
      if (commitMillis == 0) {
        output.collect(record);
      } else {
        output.collect(record, commitMillis);
      }
    }

    @Override
    public void close() {}
  }
}
