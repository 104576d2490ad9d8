package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.ReplicationSlot;
import io.alluvium.connectors.postgres.database.CaptureSetup;
import io.alluvium.connectors.postgres.database.CatalogTable;
import io.alluvium.connectors.postgres.database.Memberships;
import io.alluvium.connectors.postgres.database.PostgresErrors;
import io.alluvium.connectors.postgres.database.Queries;
import io.alluvium.connectors.postgres.database.RunningTransactions;
import io.alluvium.connectors.postgres.replication.Backoff;
import io.alluvium.connectors.postgres.replication.SlotCheck;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import io.alluvium.connectors.postgres.split.StreamPosition;
import io.alluvium.connectors.postgres.split.StreamSplit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a start, on a thread of its own: publication, slot, and the splits of tables that were
 * not split up before. A server that is away is waited for.
 */
final class CapturePlanner {
  private static final Logger LOG = LoggerFactory.getLogger(CapturePlanner.class);

  private final CaptureSettings settings;
  private final PostgresEnumeratorState state;
  private final ReplicationSlot slot;

  CapturePlanner(CaptureSettings settings, PostgresEnumeratorState state) {
    this.settings = settings;
    this.state = state;
    this.slot = new ReplicationSlot(settings.address(), settings.slot());
  }

  CapturePlan plan() throws InterruptedException {
    Backoff backoff = new Backoff(settings.outageTimeout());
    while (true) {
      PostgresException failure;
      try {
        return planOnce();
      } catch (SQLException e) {
        failure =
            PostgresErrors.translated(settings.address(), "cannot be prepared for a capture", e);
      } catch (PostgresException e) {
        failure = e;
      }
      boolean serverIsAway =
          failure.getCause() instanceof SQLException error && PostgresErrors.isPassing(error);
      if (failure.isPermanent() || !serverIsAway || backoff.isExhausted()) {
        throw failure;
      }
      if (backoff.isFirst()) {
        LOG.warn("Waiting for the database: {}", failure.getMessage());
      }
      backoff.pause();
    }
  }

  private CapturePlan planOnce() throws SQLException {
    try (Connection connection = settings.address().open()) {
      List<CatalogTable> tables = new CaptureSetup(settings).prepare(connection);
      List<CatalogTable> unread = tables.stream().filter(table -> !state.hasRead(table)).toList();
      Map<Long, Memberships.Member> captured = members(connection, tables);
      Optional<ReplicationSlot.Status> status = slot.status(connection);
      StreamSplit stream = null;
      HeldSnapshot snapshot = null;
      if (status.isEmpty() && !state.streamBegun()) {
        SlotCreation.Created created = SlotCreation.create(settings);
        stream = new StreamSplit(StreamPosition.at(created.lsn()));
        snapshot = created.snapshot();
      } else {
        StreamPosition any =
            StreamPosition.at(status.map(ReplicationSlot.Status::confirmedLsn).orElse(0L));
        SlotCheck.check(status, settings, any);
        if (!state.streamBegun()) {
          LOG.info("Replication slot {} is there already, and is used", settings.slot());
          stream = new StreamSplit(any);
        }
      }
      try {
        return planned(connection, captured, unread, stream, snapshot);
      } catch (SQLException | RuntimeException e) {
        if (snapshot != null) {
          snapshot.close();
        }
        throw e;
      }
    }
  }

  /** Where tables are captured already, they must not have been out of the publication since. */
  private Map<Long, Memberships.Member> members(Connection connection, List<CatalogTable> tables)
      throws SQLException {
    Map<Long, Memberships.Member> members =
        Memberships.of(
            connection, settings.publication(), tables.stream().map(CatalogTable::oid).toList());
    members.forEach(
        (oid, member) -> {
          Memberships.Member before = state.tables().get(oid);
          if (before != null) {
            before.checkSame(member, settings);
          }
        });
    return members;
  }

  private CapturePlan planned(
      Connection connection,
      Map<Long, Memberships.Member> captured,
      List<CatalogTable> unread,
      @Nullable StreamSplit stream,
      @Nullable HeldSnapshot withSlot)
      throws SQLException {
    List<SnapshotSplit> splits = new ArrayList<>();
    SplitPlanner planner = new SplitPlanner(connection, settings.splitBytes());
    for (CatalogTable table : unread) {
      splits.addAll(planner.splits(table));
    }
    boolean pending = state.pending().stream().anyMatch(SnapshotSplit.class::isInstance);
    HeldSnapshot snapshot = withSlot;
    if (snapshot == null && (pending || !splits.isEmpty())) {
      RunningTransactions.await(connection);
      snapshot = export();
    }
    if (snapshot != null && splits.isEmpty() && !pending) {
      snapshot.close();
      snapshot = null;
    }
    return new CapturePlan(captured, stream, splits, snapshot);
  }

  private HeldSnapshot export() throws SQLException {
    Connection session = settings.address().connect();
    try (Statement statement = session.createStatement()) {
      statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      return new HeldSnapshot(Queries.text(session, "SELECT pg_export_snapshot()"), session);
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }
}
