package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.serving.SnowflakeStore;
import io.alluvium.benchmarks.worker.Side;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of KPIs to a double of Snowflake, a flush for each 100,000: by our sink in a job, by JDBC
 * batches and a MERGE, and writing the staged files alone.
 */
public final class SnowflakeLeg implements Leg {
  private static final String NAME = "snowflake";
  private static final String OWN = "alluvium";
  private static final String JDBC = "jdbc-merge";
  private static final String LIMIT = "staged-file";
  private static final double MOST_STATEMENTS = 3;

  @Override
  public List<Line> run(Bench bench) throws IOException {
    long rows = bench.quick() ? 5L * KpiRows.KEYS : 20L * KpiRows.KEYS;
    int rounds = bench.quick() ? 2 : 5;
    // Row by row in the double: its time, not the client's, which is measured.
    long jdbcRows = KpiRows.KEYS;
    bench.say(
        "%s: %d and %d rows of 4 columns, %d to a flush; %d and %d by JDBC",
        NAME, rows, 3 * rows, KpiRows.KEYS, jdbcRows, 3 * jdbcRows);
    try (SnowflakeStore store = new SnowflakeStore(bench.folder().resolve("store"))) {
      List<SnowflakeRun> runs = new ArrayList<>();
      Side own = bench.sides().own(OWN, "SnowflakeSinkJob", "one task, sink.max-rows 100,000");
      runs.add(new SnowflakeRun(bench, own, store, rows, true, true));
      Side limit = bench.sides().own(LIMIT, "StagedFiles", "CSV, gzip at its fastest");
      // As many as take about as long as ours: what the machine does meanwhile is on both sides
      // then.
      runs.add(new SnowflakeRun(bench, limit, store, 3 * rows, false, false));
      Side jdbc = bench.sides().own(JDBC, "JdbcMerge", "batches of 10,000 rows, one MERGE");
      runs.add(new SnowflakeRun(bench, jdbc, store, jdbcRows, true, false));
      return lines(new Repetition(bench, rounds).run(runs));
    } catch (SQLException e) {
      throw new IOException("The double of Snowflake failed", e);
    }
  }

  private static List<Line> lines(Repetition.Results results) {
    List<Line> lines = new ArrayList<>();
    for (String side : results.bySide().keySet()) {
      for (String figure : List.of(SnowflakeRun.CPU, SnowflakeRun.RATE)) {
        lines.add(
            new Line(
                NAME,
                side,
                results.of(side, figure),
                figure,
                null,
                figure.equals(SnowflakeRun.RATE) ? "with the time of the double" : "client"));
      }
    }
    lines.add(
        new Line(
            NAME,
            OWN,
            results.of(OWN, SnowflakeRun.IDLE_CPU),
            SnowflakeRun.IDLE_CPU,
            null,
            "a part of what is above, and of the ratios: no row costs it"));
    lines.add(
        new Line(
            NAME,
            "alluvium / limit, rows for the same client CPU",
            results.ratio(SnowflakeRun.CPU, LIMIT, OWN),
            "",
            Must.atLeast(0.5),
            "reach for 0.8; the job's source, exchange and state are in ours"));
    lines.add(
        new Line(
            NAME,
            "alluvium / jdbc-merge, client CPU",
            results.ratio(SnowflakeRun.CPU, OWN, JDBC),
            "",
            null,
            ""));
    Spread statements = results.of(OWN, SnowflakeRun.STATEMENTS);
    lines.add(
        new Line(
            NAME,
            "alluvium, statements a flush",
            statements,
            "",
            Must.atMost(MOST_STATEMENTS),
            "COPY, MERGE, INSERT; jdbc-merge has "
                + results.of(JDBC, SnowflakeRun.STATEMENTS).median()));
    return lines;
  }
}
