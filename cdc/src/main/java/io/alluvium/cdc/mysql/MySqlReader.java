package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.Collector;

/**
 * Reads chunks, and the log once it may.
 *
 * <p>A chunk is read and given within one call, however large it is, so that no checkpoint comes
 * between: a chunk that is read again has given nothing before. It takes no memory for that, but a
 * checkpoint waits for the chunk.
 */
final class MySqlReader implements SourceReader<RoutedRow, MySqlSplit> {
  private final SourceReaderContext context;
  private final MySqlSettings settings;
  private final ChangeConversion conversion;
  private final ChunkReader chunkReader;
  private final Deque<MySqlSplit.Chunk> chunks = new ArrayDeque<>();

  /** Chunks that have been read, but of which the coordinator may not know. */
  private final Map<Integer, MySqlSplit.Chunk> done = new LinkedHashMap<>();

  private boolean started;
  private CompletableFuture<Void> available = new CompletableFuture<>();
  @Nullable private StreamProgress held;
  @Nullable private LogReader log;

  MySqlReader(SourceReaderContext context, MySqlSettings settings, ChangeConversion conversion) {
    this.context = context;
    this.settings = settings;
    this.conversion = conversion;
    this.chunkReader = new ChunkReader(settings.address());
  }

  /** Only from here on can the coordinator answer. */
  @Override
  public void start() {
    started = true;
    done.keySet().forEach(this::tellRead);
    tellHeld();
    if (chunks.isEmpty() && held == null) {
      context.sendSplitRequest();
    }
  }

  private void tellRead(int chunk) {
    context.sendSourceEventToCoordinator(new CaptureEvent.ChunkRead(chunk));
  }

  private void tellHeld() {
    if (started && held != null) {
      context.sendSourceEventToCoordinator(
          new CaptureEvent.StreamHeld(List.copyOf(held.created())));
      // It helps with the tables that are read before the log goes on.
      context.sendSplitRequest();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<RoutedRow> output) throws Exception {
    Consumer<CapturedChange> out = consumer(output);
    MySqlSplit.Chunk chunk = chunks.poll();
    if (chunk != null) {
      chunkReader.read(chunk, out);
      done.put(chunk.number(), chunk.asDone());
      tellRead(chunk.number());
      if (chunks.isEmpty()) {
        context.sendSplitRequest();
      }
      return chunks.isEmpty() ? InputStatus.NOTHING_AVAILABLE : InputStatus.MORE_AVAILABLE;
    }
    return log != null && log.read(out)
        ? InputStatus.MORE_AVAILABLE
        : InputStatus.NOTHING_AVAILABLE;
  }

  private Consumer<CapturedChange> consumer(ReaderOutput<RoutedRow> output) {
    Collector<RoutedRow> collector =
        new Collector<>() {
          @Override
          public void collect(RoutedRow row) {
            output.collect(row);
          }

          @Override
          public void close() {
            // The output is the task's.
          }
        };
    return change -> conversion.convert(change, collector);
  }

  @Override
  public List<MySqlSplit> snapshotState(long checkpoint) {
    List<MySqlSplit> splits = new ArrayList<>(chunks);
    splits.addAll(done.values());
    if (log != null) {
      splits.add(new MySqlSplit.Stream(log.progress()));
    } else if (held != null) {
      splits.add(new MySqlSplit.Stream(held));
    }
    return splits;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    if (!chunks.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    if (log != null) {
      return log.available();
    }
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return available;
  }

  @Override
  public void addSplits(List<MySqlSplit> splits) {
    for (MySqlSplit split : splits) {
      if (split instanceof MySqlSplit.Stream stream) {
        held = stream.progress();
        tellHeld();
      } else if (split instanceof MySqlSplit.Chunk chunk && chunk.done()) {
        done.put(chunk.number(), chunk);
      } else {
        chunks.add((MySqlSplit.Chunk) split);
      }
    }
    available.complete(null);
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof CaptureEvent.ChunkNoted noted) {
      done.remove(noted.number());
    } else if (event instanceof CaptureEvent.StreamReleased && held != null) {
      log = new LogReader(settings, held, context.metricGroup());
      held = null;
      available.complete(null);
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    // A capture goes on for ever.
  }

  @Override
  public void close() {
    chunkReader.close();
    if (log != null) {
      log.close();
    }
  }
}
