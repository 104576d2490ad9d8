package io.alluvium.cdc.mysql;

import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.CdcException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the log, and connects again where the server goes away for a while. */
final class LogReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final int EVENTS_PER_CALL = 256;
  private static final long PAUSE_MILLIS = 500;

  /** The server does not have the place in the log any more, or another client has the number. */
  private static final int CANNOT_READ_LOG = 1236;

  private final MySqlSettings settings;
  private final BinlogChanges changes;
  private BinlogConnection connection;
  @Nullable private CompletableFuture<Void> pause;
  private volatile long lastSeconds;
  @Nullable private volatile BinlogPosition shownPosition;

  LogReader(MySqlSettings settings, StreamProgress progress, MetricGroup metrics) {
    this.settings = settings;
    this.changes = new BinlogChanges(settings.tables(), tableReader(settings.address()), progress);
    this.connection = connect();
    metrics.gauge("binlogPosition", () -> String.valueOf(shownPosition));
    metrics.gauge(
        "binlogFileNumber",
        () -> shownPosition == null ? 0 : BinlogPosition.fileNumber(shownPosition.file()));
    metrics.gauge("binlogOffset", () -> shownPosition == null ? 0 : shownPosition.offset());
    metrics.gauge(
        "secondsBehindSource",
        () -> lastSeconds == 0 ? 0 : System.currentTimeMillis() / 1_000 - lastSeconds);
  }

  private static LogTableReader tableReader(ServerAddress address) {
    try (Connection connection = address.await()) {
      return new LogTableReader(
          new MySqlCatalog(address, connection).characterSets(),
          connection.getMetaData().getDatabaseProductVersion().contains("MariaDB"));
    } catch (SQLException e) {
      throw MySqlErrors.reading(address, "its character sets", e);
    }
  }

  private BinlogConnection connect() {
    return BinlogConnection.open(settings, settings.serverId(), changes.position());
  }

  StreamProgress progress() {
    return changes.progress();
  }

  /** Gives some changes. Returns whether there may be more just now. */
  boolean read(Consumer<CapturedChange> out) {
    if (pause != null) {
      if (!pause.isDone()) {
        return false;
      }
      pause = null;
      changes.restart();
      connection = connect();
    }
    for (int i = 0; i < EVENTS_PER_CALL; i++) {
      EventQueue.Entry entry = connection.poll();
      if (entry == null) {
        Throwable failure = connection.failure();
        if (failure != null) {
          recover(failure);
        }
        shownPosition = changes.position();
        return false;
      }
      if (entry.file() != null) {
        changes.accept(entry.file());
      } else {
        lastSeconds = Math.max(lastSeconds, entry.event().seconds());
        changes.accept(entry.event(), out);
      }
    }
    return true;
  }

  private void recover(Throwable failure) {
    connection.close();
    if (failure instanceof ServerException refusal && refusal.getErrorCode() == CANNOT_READ_LOG) {
      throw new CdcException(
          "MySQL at "
              + settings.address().server()
              + " does not send its binary log from "
              + changes.position()
              + " on: "
              + MySqlErrors.oneLine(refusal)
              + ". If the file is not kept any more, capture the database anew; if another client has"
              + " server-id "
              + settings.serverId()
              + ", give source.server-id.",
          refusal);
    }
    if (failure instanceof ServerException || failure instanceof AuthenticationException) {
      throw new CdcException(
          "MySQL at "
              + settings.address().server()
              + " does not send its binary log to user '"
              + settings.address().username()
              + "': "
              + MySqlErrors.oneLine(failure)
              + ".",
          failure);
    }
    LOG.info(
        "Waiting for the binary log of MySQL at {}: {}",
        settings.address().server(),
        MySqlErrors.oneLine(failure));
    Executor later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    pause = CompletableFuture.runAsync(() -> {}, later);
  }

  CompletableFuture<Void> available() {
    return pause == null ? connection.available() : pause;
  }

  @Override
  public void close() {
    connection.close();
  }
}
