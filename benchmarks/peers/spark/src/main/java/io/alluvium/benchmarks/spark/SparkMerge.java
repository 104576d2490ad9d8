package io.alluvium.benchmarks.spark;

import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.measure.ProcessTree;
import io.alluvium.benchmarks.worker.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Loads a Delta table and then merges batches of random keys. Figures: {@code cpuSeconds} of the
 * batches alone, and {@code rows} and {@code sum} of the table. Parameters: {@code keys}, {@code
 * batches}, {@code batchSize}, {@code vectors} (true or false), {@code folder} (new, of the run).
 */
public final class SparkMerge implements Engine {
  private static final StructType KEYS_AND_NUMBERS =
      new StructType().add("id", DataTypes.LongType).add("seq", DataTypes.LongType);
  private static final String COLUMNS =
      "id, CAST(id % 200 AS INT) AS site,"
          + " element_at(array('temperature', 'humidity', 'pressure', 'wind', 'rain'),"
          + " CAST(seq % 5 AS INT) + 1) AS metric, seq * 31 % 100000 / 100.0D AS reading,"
          + " CAST(seq % 4 AS INT) AS quality, seq,"
          + " timestamp_millis(1767225600000 + seq * 7) AS event_time,"
          + " concat('unit-', seq % 97) AS unit";

  private final SparkSession spark = Session.open();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) {
    ChangeWorkload workload =
        new ChangeWorkload(
            Integer.parseInt(parameters.get("keys")),
            Integer.parseInt(parameters.get("batches")),
            Integer.parseInt(parameters.get("batchSize")));
    String table = "delta.`" + parameters.get("folder") + "/lake/state`";
    spark.sql(
        "CREATE TABLE "
            + table
            + " USING delta TBLPROPERTIES ('delta.enableDeletionVectors' = '"
            + parameters.get("vectors")
            + "') AS SELECT "
            + COLUMNS
            + " FROM (SELECT id, id AS seq FROM range(0, "
            + workload.keys()
            + ", 1, 2))");
    ProcessTree process = new ProcessTree(ProcessHandle.current().pid());
    double loaded = process.cpuSeconds();
    for (int batch = 0; batch < workload.batches(); batch++) {
      spark
          .createDataFrame(changes(workload, batch), KEYS_AND_NUMBERS)
          .createOrReplaceTempView("changes");
      spark.sql(
          "MERGE INTO "
              + table
              + " t USING (SELECT "
              + COLUMNS
              + " FROM changes) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET *"
              + " WHEN NOT MATCHED THEN INSERT *");
    }
    double cpu = process.cpuSeconds() - loaded;
    Row sums = spark.sql("SELECT count(*), sum(seq) FROM " + table).head();
    return Map.of(
        "cpuSeconds", cpu, "rows", (double) sums.getLong(0), "sum", (double) sums.getLong(1));
  }

  /** A merge takes one change per key: the last. */
  private static List<Row> changes(ChangeWorkload workload, int batch) {
    Map<Long, Long> last = new LinkedHashMap<>();
    for (int i = 0; i < workload.batchSize(); i++) {
      last.put(workload.key(batch, i), workload.sequence(batch, i));
    }
    List<Row> rows = new ArrayList<>();
    last.forEach((key, sequence) -> rows.add(RowFactory.create(key, sequence)));
    return rows;
  }
}
