package io.alluvium.connectors.postgres.snapshot;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.Change;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.PostgresErrors;
import io.alluvium.connectors.postgres.database.Queries;
import io.alluvium.connectors.postgres.reader.ChangeBatch;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of a split on a connection, in the snapshot that was made for it where that is
 * still there, else in one of its own.
 */
final class SnapshotReader {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);
  private static final int BATCH_SIZE = 2_048;
  private static final int BATCH_BYTES = 1 << 20;

  /**
   * Whether the table's rows are where the snapshot has them. Where the table was rewritten since,
   * by ALTER TABLE or TRUNCATE, the snapshot finds none.
   */
  private static final String UNMOVED =
      "SELECT relfilenode = pg_relation_filenode(oid) FROM pg_class WHERE oid = to_regclass(?)";

  private static final String PATIENCE_WITH_ALTERATIONS = "SET lock_timeout = '500ms'";

  private final CaptureSettings settings;
  private final RowShapes shapes;
  private final Output output;

  /** Where the batches go. */
  interface Output {
    void put(ChangeBatch batch) throws InterruptedException;
  }

  SnapshotReader(CaptureSettings settings, RowShapes shapes, Output output) {
    this.settings = settings;
    this.shapes = shapes;
    this.output = output;
  }

  void read(Connection connection, SnapshotSplit split) throws SQLException, InterruptedException {
    while (!readUnlessAltered(connection, split)) {
      LOG.info("Table {} is about to be altered; its snapshot waits for that", split.table());
    }
  }

  /**
   * @return false where nothing was read, since an alteration waits for the lock of this
   *     transaction: the look at the catalog would wait for the alteration, and so each for the
   *     other
   */
  private boolean readUnlessAltered(Connection connection, SnapshotSplit split)
      throws SQLException, InterruptedException {
    try {
      if (!begin(connection, split)) {
        if (split.range() instanceof SnapshotSplit.Blocks blocks && blocks.ranges() > 1) {
          throw PostgresException.permanent(
              "The snapshot of table "
                  + split.table()
                  + " of "
                  + settings.address()
                  + ", which has no key, was interrupted, and cannot go on in another one without"
                  + " losing or repeating rows. Give the table a primary key, or start the job"
                  + " without its state and with another slot.");
        }
        execute(connection, "ROLLBACK");
        execute(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        lock(connection, split);
      }
      ChangeBatch last = copy(connection, split);
      execute(connection, "COMMIT");
      output.put(last.leaving(split.splitId(), null));
      return true;
    } catch (SQLException e) {
      if (PostgresErrors.state(e).equals(PostgresErrors.LOCK_NOT_AVAILABLE)) {
        execute(connection, "ROLLBACK");
        return false;
      }
      if (PostgresErrors.state(e).equals(PostgresErrors.UNDEFINED_TABLE)) {
        LOG.warn("Table {} is gone; its snapshot ends", split.relation());
        execute(connection, "ROLLBACK");
        output.put(new ChangeBatch().leaving(split.splitId(), null));
        return true;
      }
      throw e;
    }
  }

  /** Whether the transaction has the split's snapshot. */
  private boolean begin(Connection connection, SnapshotSplit split) throws SQLException {
    execute(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (split.snapshot() == null) {
      return false;
    }
    try {
      execute(connection, "SET TRANSACTION SNAPSHOT " + TableName.literal(split.snapshot()));
    } catch (SQLException e) {
      if (!PostgresErrors.isLostSnapshot(e)) {
        throw e;
      }
      LOG.info(
          "The snapshot in which table {} was to be read is gone; another one is used",
          split.table());
      return false;
    }
    lock(connection, split);
    return Queries.first(connection, row -> row.getBoolean(1), UNMOVED, split.relation().quoted())
        .orElse(false);
  }

  /** So that the table keeps its columns while it is read. */
  private static void lock(Connection connection, SnapshotSplit split) throws SQLException {
    execute(connection, "LOCK TABLE ONLY " + split.relation().quoted() + " IN ACCESS SHARE MODE");
  }

  /** Puts all batches but the last, which it returns. */
  private ChangeBatch copy(Connection connection, SnapshotSplit split)
      throws SQLException, InterruptedException {
    // The catalog as it is now, not as the snapshot has it: as the server reads the command.
    Optional<CopyPlan> plan;
    try (Connection catalog = settings.address().connect()) {
      execute(catalog, PATIENCE_WITH_ALTERATIONS);
      Optional<SnapshotSource> source =
          SnapshotSource.find(catalog, split.table(), split.relation(), settings.publication());
      plan =
          source.isEmpty()
              ? Optional.empty()
              : Optional.of(CopyPlan.of(catalog, split, source.get(), shapes));
    }
    if (plan.isEmpty()) {
      LOG.warn("Table {} is gone; its snapshot ends", split.table());
      return new ChangeBatch();
    }
    CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(plan.get().sql());
    CopiedRows rows = new CopiedRows(copy, plan.get());
    ChangeBatch batch = new ChangeBatch();
    for (Change change = rows.next(); change != null; change = rows.next()) {
      batch.add(plan.get().shape().schema(), change, rows.bytes());
      if (batch.size() >= BATCH_SIZE || batch.bytes() >= BATCH_BYTES) {
        output.put(behind(batch, split, rows));
        batch = new ChangeBatch();
      }
    }
    return batch;
  }

  private static ChangeBatch behind(ChangeBatch batch, SnapshotSplit split, CopiedRows rows) {
    if (split.range() instanceof SnapshotSplit.Keys keys) {
      return batch.leaving(
          split.splitId(),
          split.with(new SnapshotSplit.Keys(keys.columns(), rows.key(), keys.upTo())));
    }
    return batch.unfinished(split.splitId());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
