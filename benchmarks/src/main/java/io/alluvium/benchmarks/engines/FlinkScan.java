package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.ScanQuery;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * Groups all rows of a table of upserts, in batch mode, several times, on a cluster that stays, as
 * Spark's session does. Figures: {@code rows} and {@code sum} of the last time. Parameters: {@code
 * format}, {@code lake} (folder), {@code times}.
 */
public final class FlinkScan implements Engine {
  private final Kept<MiniCluster> cluster = new Kept<>();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    TableFormat format = TableFormat.valueOf(parameters.get("format"));
    TableEnvironment batch = FlinkSession.batchOn(cluster.get(FlinkSession::startCluster));
    batch.executeSql(
        "CREATE CATALOG lake WITH ("
            + format.catalogOptions(Path.of(parameters.get("lake")))
            + ")");
    Map<String, Double> figures = Map.of();
    for (int time = 0; time < Integer.parseInt(parameters.get("times")); time++) {
      figures = scan(batch);
    }
    return figures;
  }

  private static Map<String, Double> scan(TableEnvironment batch) throws Exception {
    long rows = 0;
    long sum = 0;
    try (CloseableIterator<Row> groups =
        batch.executeSql(ScanQuery.of("lake.bench.state")).collect()) {
      while (groups.hasNext()) {
        Row group = groups.next();
        rows += (Long) group.getField(ScanQuery.ROWS);
        sum += (Long) group.getField(ScanQuery.SUM);
      }
    }
    return Map.of("rows", (double) rows, "sum", (double) sum);
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
