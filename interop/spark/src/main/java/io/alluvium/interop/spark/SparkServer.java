package io.alluvium.interop.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs SQL statements with Spark and Delta. Each line on standard input is {@code {"sql": "…"}};
 * the answer is one line on standard output, {@code {"rows": ["…", …]}} with a text per row, in no
 * order, or {@code {"error": "…"}}. Ends with its input. Its argument is a folder for temporary
 * files.
 */
public final class SparkServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkServer() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // Whatever else prints must not get between the answers.
    System.setOut(System.err);
    try (SparkSession spark = session(arguments[0]);
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      answers.println("{\"rows\": []}");
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        answers.println(answer(spark, JSON.readTree(line).path("sql").asText()));
        answers.flush();
      }
    }
  }

  private static SparkSession session(String temporary) {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", temporary)
        .config("spark.sql.warehouse.dir", temporary + "/warehouse")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.datetime.java8API.enabled", "true")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.databricks.delta.snapshotPartitions", "2")
        .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
        .getOrCreate();
  }

  private static ObjectNode answer(SparkSession spark, String sql) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      Dataset<Row> result = spark.sql(sql);
      ArrayNode rows = answer.putArray("rows");
      for (Row row : result.collectAsList()) {
        rows.add(RowText.of(SparkValues.toJava(row)));
      }
    } catch (Exception e) {
      answer.removeAll();
      answer.put("error", e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    return answer;
  }
}
