package io.alluvium.ingest.jdbc;

import io.alluvium.ingest.batch.Discovery;
import io.alluvium.ingest.batch.WorkSplit;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * Divides a round into ranges. The next round begins when all rows of the one before are in bronze,
 * which tells it what is new.
 */
final class JdbcDiscovery implements Discovery<Long> {
  private static final Duration LONGEST_PACE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PACE = Duration.ofMillis(20);

  private final JdbcSettings settings;
  private final JdbcDatabase database;
  private final JdbcShape shape;
  private final BronzeRows bronze;

  /** Reads the state that the ranges of the round are read from. */
  @Nullable private Connection snapshot;

  JdbcDiscovery(JdbcSettings settings, JdbcDatabase database, JdbcShape shape, BronzeRows bronze) {
    this.settings = settings;
    this.database = database;
    this.shape = shape;
    this.bronze = bronze;
  }

  @Override
  public Duration pace() {
    if (settings.interval() == null || settings.interval().compareTo(LONGEST_PACE) > 0) {
      return LONGEST_PACE;
    }
    return settings.interval().compareTo(SHORTEST_PACE) < 0 ? SHORTEST_PACE : settings.interval();
  }

  @Override
  public Found<Long> look(@Nullable Long round, Situation situation) throws Exception {
    long now = System.currentTimeMillis();
    if (round != null) {
      if (situation.idle()) {
        // An open transaction keeps the database from cleaning up.
        close();
      }
      boolean due =
          !settings.isBounded()
              && situation.idle()
              && situation.checkpointsWhileIdle() >= 2
              && now - round >= settings.interval().toMillis();
      if (!due) {
        return new Found<>(List.of(), round, settings.isBounded());
      }
    }
    long before = Math.max(bronze.lastRound(), round == null ? 0 : round);
    long next = Math.max(now, before + 1);
    return new Found<>(ranges(next, before == 0), next, settings.isBounded());
  }

  private List<WorkSplit> ranges(long round, boolean first) throws Exception {
    close();
    snapshot = database.open();
    String name = database.exported(snapshot);
    List<JdbcWork> ranges = new ArrayList<>();
    if (settings.mode() == JdbcSettings.Mode.INCREMENTAL) {
      // In one range, so that bronze always holds a beginning of them: its greatest value is the
      // mark, whatever has failed.
      String from =
          bronze
              .mark()
              .map(mark -> OrderValue.of(shape.orderColumn()).minus(mark, settings.lag()))
              .orElse(null);
      ranges.add(new JdbcWork(round, from, null, false, name, first));
    } else {
      List<String> bounds = bounds();
      for (int i = 0; i <= bounds.size(); i++) {
        ranges.add(
            new JdbcWork(
                round,
                i == 0 ? null : bounds.get(i - 1),
                i == bounds.size() ? null : bounds.get(i),
                false,
                name,
                first));
      }
      if (shape.orderColumn() != null && shape.orderColumn().nullable()) {
        ranges.add(new JdbcWork(round, null, null, true, name, first));
      }
    }
    List<WorkSplit> splits = new ArrayList<>();
    for (JdbcWork range : ranges) {
      splits.add(WorkSplit.begin(round + "/" + splits.size(), range.toText()));
    }
    return splits;
  }

  /** Values between the ranges. The outermost ranges have no bound at their outer side. */
  private List<String> bounds() throws SQLException {
    if (settings.ranges() == 1
        || shape.orderColumn() == null
        || OrderValue.of(shape.orderColumn()) != OrderValue.LONG) {
      return List.of();
    }
    String column = database.quoted(shape.orderColumn().name());
    try (Statement statement = snapshot.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT MIN("
                    + column
                    + "), MAX("
                    + column
                    + "), COUNT(*) FROM "
                    + database.relation())) {
      result.next();
      Optional<String> least = Optional.ofNullable(result.getString(1));
      if (least.isEmpty()) {
        return List.of();
      }
      return NumericRanges.bounds(
          Long.parseLong(least.get()),
          result.getLong(2),
          (int) Math.min(settings.ranges(), 1 + result.getLong(3) / settings.pageRows()));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (snapshot != null) {
        snapshot.close();
        snapshot = null;
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
