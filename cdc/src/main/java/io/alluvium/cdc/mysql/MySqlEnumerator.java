package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives chunks of tables to readers, and when a checkpoint has all of their rows, the log to one of
 * them. Tables that are new at a restart are read first as well, while the log waits.
 */
final class MySqlEnumerator implements SplitEnumerator<MySqlSplit, CaptureState> {
  private static final Logger LOG = LoggerFactory.getLogger(MySqlEnumerator.class);

  private final SplitEnumeratorContext<MySqlSplit> context;
  private final MySqlSettings settings;
  private final List<TableName> tables;
  private final Set<TableName> known;
  private final Deque<TableName> unplanned;
  private final Deque<MySqlSplit.Chunk> pending;
  private final Set<Integer> running;

  /** Chunks whose rows no checkpoint has yet, with the readers that gave them. */
  private final Map<Integer, Integer> unconfirmed = new HashMap<>();

  private final TreeMap<Long, Set<Integer>> readBefore = new TreeMap<>();
  private final Set<Integer> idleReaders = new TreeSet<>();
  private final boolean restored;
  @Nullable private BinlogPosition start;
  @Nullable private Integer holder;
  private int nextNumber;
  private volatile int read;
  private boolean streaming;
  private boolean planning;
  private boolean compared;

  MySqlEnumerator(
      SplitEnumeratorContext<MySqlSplit> context,
      MySqlSettings settings,
      List<TableName> tables,
      CaptureState state) {
    this.context = context;
    this.settings = settings;
    this.tables = tables;
    this.start = state.start();
    this.known = new LinkedHashSet<>(state.known());
    this.unplanned = new ArrayDeque<>(state.unplanned());
    this.pending = new ArrayDeque<>(state.pending());
    this.running = new LinkedHashSet<>(state.running());
    this.nextNumber = state.nextNumber();
    this.streaming = state.streaming();
    this.restored = state.start() != null;
  }

  @Override
  public void start() {
    context.metricGroup().gauge("snapshotSplitsLeft", () -> pending.size() + running.size());
    context.metricGroup().gauge("snapshotSplitsDone", () -> read);
    if (restored) {
      if (!streaming) {
        compare(Set.of());
      }
      return;
    }
    context.callAsync(
        () -> new StartPosition(settings.address()).find(),
        (position, failure) -> {
          check(failure);
          start = position;
          LOG.info("Changes are captured from {} on", position);
          compare(Set.of());
        });
  }

  private static void check(@Nullable Throwable failure) {
    if (failure != null) {
      throw new FlinkRuntimeException(failure);
    }
  }

  /**
   * Finds tables that have not been read.
   *
   * @param created tables of which the log has had all rows
   */
  private void compare(Set<TableName> created) {
    if (!compared) {
      compared = true;
      List<TableName> fresh =
          tables.stream()
              .filter(table -> !known.contains(table) && !created.contains(table))
              .toList();
      known.addAll(tables);
      if (settings.snapshot()) {
        unplanned.addAll(fresh);
      }
    }
    proceed();
  }

  private void proceed() {
    if (!unplanned.isEmpty() && !planning) {
      planning = true;
      TableName table = unplanned.peek();
      int firstNumber = nextNumber;
      context.callAsync(() -> plan(table, firstNumber), this::planned);
    }
    while (!pending.isEmpty() && !idleReaders.isEmpty()) {
      MySqlSplit.Chunk chunk = pending.poll();
      running.add(chunk.number());
      assign(chunk);
    }
    if (isSnapshotOver()) {
      if (holder != null) {
        context.sendEventToSourceReader(holder, new CaptureEvent.StreamReleased());
        holder = null;
      } else if (!streaming && !idleReaders.isEmpty()) {
        streaming = true;
        assign(new MySqlSplit.Stream(StreamProgress.at(start)));
      }
    }
  }

  private void assign(MySqlSplit split) {
    int reader = idleReaders.iterator().next();
    idleReaders.remove(reader);
    context.assignSplit(split, reader);
  }

  private boolean isSnapshotOver() {
    return start != null
        && compared
        && unplanned.isEmpty()
        && pending.isEmpty()
        && running.isEmpty()
        && unconfirmed.isEmpty();
  }

  private List<MySqlSplit.Chunk> plan(TableName table, int firstNumber) throws SQLException {
    try (Connection connection = settings.address().await()) {
      return new ChunkPlanner(settings.address(), connection, settings.chunkSize())
          .plan(table, firstNumber);
    }
  }

  private void planned(List<MySqlSplit.Chunk> chunks, @Nullable Throwable failure) {
    check(failure);
    planning = false;
    LOG.info("{} is read in {} parts", unplanned.poll(), chunks.size());
    pending.addAll(chunks);
    nextNumber += chunks.size();
    proceed();
  }

  @Override
  public void handleSplitRequest(int reader, @Nullable String host) {
    idleReaders.add(reader);
    proceed();
  }

  @Override
  public void handleSourceEvent(int reader, SourceEvent event) {
    if (event instanceof CaptureEvent.ChunkRead read) {
      if (running.remove(read.number())) {
        this.read++;
        unconfirmed.put(read.number(), reader);
      }
      context.sendEventToSourceReader(reader, new CaptureEvent.ChunkNoted(read.number()));
    } else if (event instanceof CaptureEvent.StreamHeld held) {
      holder = reader;
      compare(Set.copyOf(held.created()));
    }
    proceed();
  }

  /** The reader begins anew from a checkpoint, which may lack the chunks that it has read since. */
  @Override
  public void addSplitsBack(List<MySqlSplit> splits, int reader) {
    idleReaders.remove(reader);
    if (holder != null && holder == reader) {
      holder = null;
    }
    Set<Integer> lost = new LinkedHashSet<>();
    unconfirmed
        .entrySet()
        .removeIf(entry -> entry.getValue() == reader && lost.add(entry.getKey()));
    running.addAll(lost);
    for (MySqlSplit split : splits) {
      if (split instanceof MySqlSplit.Chunk chunk) {
        running.remove(chunk.number());
        pending.addFirst(chunk);
      } else {
        streaming = false;
      }
    }
    proceed();
  }

  @Override
  public void addReader(int reader) {
    // Readers ask.
  }

  @Override
  public CaptureState snapshotState(long checkpoint) {
    readBefore.put(checkpoint, new LinkedHashSet<>(unconfirmed.keySet()));
    // If this checkpoint is restored, the readers have the rows of the unconfirmed chunks.
    return new CaptureState(
        start,
        known,
        new ArrayList<>(unplanned),
        new ArrayList<>(pending),
        new LinkedHashSet<>(running),
        nextNumber,
        streaming);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    Set<Integer> read = readBefore.remove(checkpoint);
    if (read != null) {
      read.forEach(unconfirmed::remove);
      readBefore.headMap(checkpoint).clear();
      proceed();
    }
  }

  @Override
  public void close() throws IOException {
    // Connections are closed where they are used.
  }
}
