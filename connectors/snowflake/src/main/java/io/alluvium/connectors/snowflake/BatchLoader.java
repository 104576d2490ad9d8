package io.alluvium.connectors.snowflake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import net.snowflake.client.api.connection.SnowflakeConnection;
import net.snowflake.client.api.connection.UploadStreamConfig;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies batches, each in two requests: one that puts the file, one with a transaction. A batch
 * that was applied already changes nothing. Keeps its session until {@link #release}.
 */
final class BatchLoader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchLoader.class);
  private static final long CLEANING_NANOS = Duration.ofHours(6).toNanos();

  private final SnowflakeSinkConfig config;
  private final LineLayout lines;
  private final FlushStatements statements;
  private final TablePreparation preparation;
  private final AppliedBatches applied;
  @Nullable private Connection session;
  private boolean prepared;
  private long lastCleaning;
  private volatile boolean closed;

  /**
   * @param lines of the batches that are made now; those of others are refused
   */
  BatchLoader(SnowflakeSinkConfig config, LineLayout lines) {
    this.config = config;
    this.lines = lines;
    this.statements = new FlushStatements(config.layout());
    this.preparation = new TablePreparation(config.layout(), config.schemaChanges());
    this.applied =
        new AppliedBatches(config.layout(), config.schemaChanges(), config.tombstoneTimeToLive());
  }

  /** One of several tries. */
  private interface Attempt {
    void run() throws SQLException, IOException;
  }

  /**
   * Returns when the batch is in the table.
   *
   * @throws SnowflakeException when it is not to be had in, also not by trying again
   */
  synchronized void load(Batch batch) throws IOException, InterruptedException {
    run("a flush", () -> tryToLoad(batch));
  }

  /**
   * Returns when the table is known to have what was applied to it.
   *
   * @param batches that were applied
   * @throws StoreLostException where it has not
   * @throws SnowflakeException when it cannot be asked, also not by trying again
   */
  void requireApplied(Collection<String> batches) throws IOException, InterruptedException {
    run(
        "a look at what was written",
        () -> {
          try (Connection connection = config.account().connect()) {
            applied.require(connection, batches);
          }
        });
  }

  private void run(String what, Attempt attempt) throws IOException, InterruptedException {
    for (int failures = 0; ; failures++) {
      try {
        attempt.run();
        return;
      } catch (SQLException e) {
        if (closed || failures >= config.maxRetries() || !SnowflakeErrors.mayPass(e)) {
          throw SnowflakeErrors.describe(config.layout(), what, e);
        }
        LOG.warn(
            "Snowflake table {}: {} failed and is tried again: {}",
            config.layout().fullName(),
            what,
            e.getMessage());
        TimeUnit.MILLISECONDS.sleep(config.retryInterval().toMillis());
      }
    }
  }

  /**
   * Ends the session: the next batch is not here yet, and its login is to be with what holds then.
   * Another thread may load meanwhile, which then has a session or makes one.
   */
  synchronized void release() {
    if (session == null) {
      return;
    }
    try {
      session.close();
    } catch (SQLException e) {
      // What it was for is done; the server ends it in its time.
      LOG.warn("Snowflake table {}: the logout failed", config.layout().fullName(), e);
    } finally {
      session = null;
    }
  }

  private void tryToLoad(Batch batch) throws SQLException, IOException {
    boolean done = false;
    try {
      if (session == null) {
        session = config.account().connect();
      }
      load(session, batch);
      done = true;
    } finally {
      // Another try has a session of its own: this one may be what has failed.
      if (!done || closed) {
        release();
      }
    }
  }

  private void load(Connection connection, Batch batch) throws SQLException, IOException {
    if (!prepared) {
      preparation.run(connection);
      prepared = true;
    }
    if (isOfOtherColumns(batch)) {
      if (applied.has(connection, batch.id())) {
        return;
      }
      throw lines.refusal(batch.lines());
    }
    if (batch.rows() > 0) {
      connection
          .unwrap(SnowflakeConnection.class)
          .uploadStream(
              config.layout().stage(),
              FlushStatements.fileName(batch),
              new ByteArrayInputStream(batch.file()),
              UploadStreamConfig.builder()
                  .setDestPrefix(config.layout().view())
                  .setCompressData(false)
                  .build());
    }
    boolean cleans = lastCleaning == 0 || System.nanoTime() - lastCleaning > CLEANING_NANOS;
    run(
        connection,
        cleans
            ? statements.withCleaning(batch, config.tombstoneTimeToLive())
            : statements.of(batch));
    if (cleans) {
      lastCleaning = System.nanoTime();
    }
  }

  private boolean isOfOtherColumns(Batch batch) {
    return batch.rows() > 0 && batch.lines() != null && !batch.lines().equals(lines);
  }

  /** In one request: a client that ends in the middle leaves no transaction that holds locks. */
  private static void run(Connection connection, List<String> transaction) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement
          .unwrap(SnowflakeStatement.class)
          .setParameter("MULTI_STATEMENT_COUNT", transaction.size());
      statement.execute(String.join(";\n", transaction));
    }
  }

  /** Does not try again what fails from now on. Any thread may close it. */
  @Override
  public void close() {
    closed = true;
  }
}
