package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.ReplicationSlot;
import io.alluvium.connectors.postgres.database.CatalogSession;
import io.alluvium.connectors.postgres.database.Memberships;
import io.alluvium.connectors.postgres.database.PostgresErrors;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the server now and then: how much log it keeps for the slot, and whether the tables are
 * in the publication still. The stream tells neither.
 */
final class CaptureWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureWatch.class);
  private static final long UNKNOWN = -1;

  private final CaptureSettings settings;
  private final ReplicationSlot slot;
  private final CatalogSession session;
  private volatile long lagBytes = UNKNOWN;
  private volatile long retainedBytes = UNKNOWN;

  CaptureWatch(CaptureSettings settings, MetricGroup metrics) {
    this.settings = settings;
    this.slot = new ReplicationSlot(settings.address(), settings.slot());
    this.session = new CatalogSession(settings.address());
    metrics.gauge("slotLagBytes", () -> lagBytes);
    metrics.gauge("slotRetainedBytes", () -> retainedBytes);
  }

  /**
   * The tables as they are now; empty where the server does not answer, which readers wait for.
   *
   * @throws PostgresException where it does not let the role ask
   */
  Optional<Map<Long, Memberships.Member>> look(Set<Long> tables) {
    try {
      Optional<ReplicationSlot.Status> status = session.ask(slot::status);
      lagBytes = status.map(ReplicationSlot.Status::lagBytes).orElse(UNKNOWN);
      retainedBytes = status.map(ReplicationSlot.Status::retainedBytes).orElse(UNKNOWN);
      return Optional.of(
          session.ask(connection -> Memberships.of(connection, settings.publication(), tables)));
    } catch (SQLException e) {
      lagBytes = UNKNOWN;
      retainedBytes = UNKNOWN;
      if (!PostgresErrors.isPassing(e)) {
        throw PostgresErrors.translated(settings.address(), "does not tell of its tables", e);
      }
      LOG.debug("{} does not answer", settings.address(), e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException e) {
      LOG.debug("A connection to {} could not be closed", settings.address(), e);
    }
  }
}
