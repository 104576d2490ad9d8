package io.alluvium.connectors.postgres.snapshot;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.database.PostgresErrors;
import io.alluvium.connectors.postgres.reader.BatchQueue;
import io.alluvium.connectors.postgres.reader.ChangeBatch;
import io.alluvium.connectors.postgres.reader.SourceMetrics;
import io.alluvium.connectors.postgres.replication.Backoff;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads the snapshot's splits, one after the other. Where the server goes away, a
 * split that can be resumed is, and with another the job starts again.
 */
@Internal
public final class SnapshotFetcher implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFetcher.class);
  private static final long OFFER_MILLIS = 1_000;
  private static final long IDLE_SECONDS = 5;

  private final CaptureSettings settings;
  private final BatchQueue queue;
  private final SourceMetrics metrics;
  private final Runnable requestMore;
  private final SnapshotReader reader;
  private final BlockingQueue<SnapshotSplit> splits = new LinkedBlockingQueue<>();
  private volatile boolean running = true;
  @Nullable private volatile Connection connection;

  /** What remains of the split under way; null where it cannot be resumed any more. */
  @Nullable private SnapshotSplit current;

  public SnapshotFetcher(
      CaptureSettings settings,
      BatchQueue queue,
      SourceMetrics metrics,
      RowShapes.Schemas schemas,
      Runnable requestMore) {
    this.settings = settings;
    this.queue = queue;
    this.metrics = metrics;
    this.requestMore = requestMore;
    this.reader =
        new SnapshotReader(settings, new RowShapes(schemas, settings.reservedFields()), this::put);
  }

  public void add(SnapshotSplit split) {
    splits.add(split);
  }

  @Override
  public void run() {
    try {
      while (running) {
        SnapshotSplit split = splits.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (split == null) {
          disconnect();
        } else {
          if (splits.isEmpty()) {
            // So that the next one is here when this one is read.
            requestMore.run();
          }
          read(split);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (running) {
        queue.fail(e);
      }
    } finally {
      disconnect();
    }
  }

  private void read(SnapshotSplit split) throws InterruptedException {
    Backoff backoff = new Backoff(settings.outageTimeout());
    current = split;
    while (running) {
      try {
        if (connection == null) {
          connection = settings.address().connect();
        }
        reader.read(connection, current);
        return;
      } catch (SQLException e) {
        disconnect();
        if (running) {
          awaitServer(split, e, backoff);
        }
      }
    }
  }

  private void awaitServer(SnapshotSplit split, SQLException error, Backoff backoff)
      throws InterruptedException {
    boolean changed = PostgresErrors.state(error).equals(PostgresErrors.UNDEFINED_COLUMN);
    if (!PostgresErrors.isPassing(error) && !changed) {
      throw PostgresErrors.translated(
          settings.address(), "does not give the rows of " + split.relation(), error);
    }
    if (current == null || backoff.isExhausted()) {
      throw PostgresException.passing(
          "The snapshot of table "
              + split.table()
              + " of "
              + settings.address()
              + " was interrupted: "
              + PostgresErrors.oneLine(error),
          error);
    }
    if (backoff.isFirst()) {
      metrics.reconnected();
      LOG.warn(
          "The snapshot of table {} of {} was interrupted and goes on: {}",
          split.table(),
          settings.address(),
          PostgresErrors.oneLine(error));
    }
    backoff.pause();
  }

  private void put(ChangeBatch batch) throws InterruptedException {
    current = batch.rest() instanceof SnapshotSplit rest ? rest : null;
    while (running && !queue.offer(batch, OFFER_MILLIS)) {}
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("The connection could not be closed", e);
      }
    }
  }

  /** Ends the thread soon. */
  @Override
  public void close() {
    running = false;
    disconnect();
  }
}
