package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.ReplicationSlot;
import io.alluvium.connectors.postgres.database.CatalogSession;
import io.alluvium.connectors.postgres.database.PostgresErrors;
import io.alluvium.connectors.postgres.reader.BatchQueue;
import io.alluvium.connectors.postgres.reader.ChangeBatch;
import io.alluvium.connectors.postgres.reader.SourceMetrics;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.split.StreamPosition;
import io.alluvium.connectors.postgres.split.StreamSplit;
import io.alluvium.connectors.postgres.types.BigEndian;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads and decodes the stream. A server that is away it waits for, and then goes
 * on where it was.
 */
@Internal
public final class StreamFetcher implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamFetcher.class);
  private static final int BATCH_SIZE = 2_048;
  private static final int BATCH_BYTES = 1 << 20;
  private static final long IDLE_NANOS = 5_000_000;
  private static final int BINARY_SINCE = 14;

  private final CaptureSettings settings;
  private final BatchQueue queue;
  private final SourceMetrics metrics;
  private final RowShapes shapes;
  private final CatalogSession catalog;
  private final ReplicationSlot slot;

  private StreamPosition position;
  private boolean binary;
  private ChangeBatch batch = new ChangeBatch();
  private StreamPosition queued;
  private volatile long confirmed;
  private volatile boolean running = true;
  @Nullable private volatile ReplicationStream stream;

  public StreamFetcher(
      CaptureSettings settings,
      StreamPosition start,
      BatchQueue queue,
      SourceMetrics metrics,
      RowShapes.Schemas schemas) {
    this.settings = settings;
    this.position = start;
    this.queued = start;
    this.queue = queue;
    this.metrics = metrics;
    this.shapes = new RowShapes(schemas, settings.reservedFields());
    this.catalog = new CatalogSession(settings.address());
    this.slot = new ReplicationSlot(settings.address(), settings.slot());
    this.binary = settings.binary();
  }

  /** The server may forget its log up to there. */
  public void confirm(long lsn) {
    confirmed = lsn;
  }

  @Override
  public void run() {
    Backoff backoff = new Backoff(settings.outageTimeout());
    try (catalog) {
      while (running) {
        try {
          readOn(backoff);
        } catch (NeedsTextException e) {
          LOG.info(
              "The stream of slot {} goes on in text form: {}", settings.slot(), e.getMessage());
          binary = false;
        } catch (CatalogRelations.CatalogFailure e) {
          awaitServer(e.error(), backoff);
        } catch (SQLException e) {
          awaitServer(e, backoff);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.debug("A connection to {} could not be closed", settings.address(), e);
    } catch (RuntimeException e) {
      if (running) {
        queue.fail(e);
      }
    }
  }

  private void awaitServer(SQLException error, Backoff backoff) throws InterruptedException {
    if (!running) {
      return;
    }
    if (!PostgresErrors.isPassing(error)) {
      throw permanent(error);
    }
    if (backoff.isExhausted()) {
      throw PostgresException.passing(
          "PostgreSQL at "
              + settings.address().server()
              + " has given no changes for "
              + settings.outageTimeout().toSeconds()
              + " s: "
              + PostgresErrors.oneLine(error),
          error);
    }
    if (backoff.isFirst()) {
      metrics.reconnected();
      LOG.warn(
          "The stream of slot {} of {} broke and is opened anew: {}",
          settings.slot(),
          settings.address(),
          PostgresErrors.oneLine(error));
    }
    backoff.pause();
  }

  private PostgresException permanent(SQLException error) {
    String remedy = "";
    if (PostgresErrors.state(error).equals(PostgresErrors.UNDEFINED_OBJECT)) {
      remedy =
          " The publication or the slot was dropped while it was in use. Drop the slot, and start"
              + " the job without its state, so that it begins with a snapshot.";
    }
    PostgresException translated =
        PostgresErrors.translated(settings.address(), "ends the stream of changes", error);
    return remedy.isEmpty() || !translated.isPermanent()
        ? translated
        : PostgresException.permanent(translated.getMessage() + "." + remedy, error);
  }

  private void readOn(Backoff backoff) throws SQLException, InterruptedException {
    boolean inBinary =
        catalog.ask(
            connection -> {
              SlotCheck.check(slot.status(connection), settings, position);
              return binary && connection.getMetaData().getDatabaseMajorVersion() >= BINARY_SINCE;
            });
    PgOutputDecoder decoder =
        new PgOutputDecoder(position, new CatalogRelations(settings, catalog, shapes, inBinary));
    try (ReplicationStream opened = ReplicationStream.open(settings, position.lsn(), inBinary)) {
      stream = opened;
      if (!backoff.isFirst()) {
        LOG.info("The stream of slot {} goes on", settings.slot());
      }
      while (running) {
        step(opened, decoder, backoff);
      }
    } finally {
      stream = null;
      position = decoder.position();
    }
  }

  private void step(ReplicationStream opened, PgOutputDecoder decoder, Backoff backoff)
      throws SQLException, InterruptedException {
    // The rest of a transaction follows at once; between two of them there may be a pause.
    byte[] message = opened.next(decoder.inTransaction());
    if (message == null) {
      decoder.idleUntil(opened.idleUntil());
      handOver(opened, decoder);
      LockSupport.parkNanos(IDLE_NANOS);
      return;
    }
    backoff.reset();
    decoder.decode(message, ReplicationStream.HEADER, BigEndian.longAt(message, 1), batch);
    if (batch.size() >= BATCH_SIZE || batch.bytes() >= BATCH_BYTES) {
      handOver(opened, decoder);
    }
  }

  private void handOver(ReplicationStream opened, PgOutputDecoder decoder)
      throws SQLException, InterruptedException {
    position = decoder.position();
    opened.report(position.lsn(), confirmed);
    metrics.streamSeen(opened.serverEnd(), confirmed);
    if (batch.size() == 0 && position.equals(queued)) {
      return;
    }
    batch.leaving(StreamSplit.ID, new StreamSplit(position));
    while (!queue.offer(batch, settings.statusInterval().toMillis())) {
      // The server ends a stream whose reader is silent.
      opened.report(position.lsn(), confirmed);
    }
    queued = position;
    batch = new ChangeBatch();
  }

  /** Ends the thread soon. */
  @Override
  public void close() {
    running = false;
    ReplicationStream open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("The stream could not be closed", e);
      }
    }
  }
}
