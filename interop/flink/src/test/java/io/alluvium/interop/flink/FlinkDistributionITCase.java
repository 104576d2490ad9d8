package io.alluvium.interop.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.JobJar;
import io.alluvium.cluster.RemoteJob;
import io.alluvium.ingest.files.FilesJob;
import io.alluvium.testing.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our jars under {@code flink run} and {@code sql-client.sh} of Flink's own distribution. */
class FlinkDistributionITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void aJobRunsAndSqlReadsWhatItWrote() throws Exception {
    String home = System.getProperty("flink.home", "");
    assumeFalse(home.isBlank(), "needs -Dflink.home, see interop/flink/install-flink");
    Path checkout = Path.of("..", "..").toRealPath();
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Files.writeString(landing.resolve("a.json"), "{\"id\":1}\n{\"id\":2}\n");
    Path definition =
        Files.writeString(
            folder.resolve("orders.yaml"),
            """
            name: orders
            source: {folder: %s, format: json, list-every: 100 ms}
            table: bronze.orders
            columns: [{name: id, type: BIGINT}]
            """
                .formatted(landing));
    Path lake = folder.resolve("lake");
    LakeTable orders = new LakeTable(lake, "bronze/orders");
    try (FlinkDistribution flink = FlinkDistribution.of(Path.of(home), checkout, folder)) {
      FlinkRest rest = new FlinkRest(flink.address());
      flink.serve("jobmanager.sh", "start-foreground");
      await().atMost(PATIENCE).until(() -> rest.answers("/overview"));
      flink.serve("taskmanager.sh", "start-foreground");
      await().atMost(PATIENCE).until(() -> rest.get("/overview").path("taskmanagers").asInt() == 1);

      String submitted =
          flink.run(
              "flink",
              "run",
              "--detached",
              "-Dexecution.checkpointing.interval=500ms",
              "-Dexecution.checkpointing.min-pause=0ms",
              "--class",
              FilesJob.class.getName(),
              JobJar.of(FilesJob.class, folder.resolve("jars")).toString(),
              definition.toString(),
              lake.toUri().toString(),
              "--every",
              "100 ms");
      assertThat(submitted).contains("Job has been submitted with JobID");
      await().atMost(PATIENCE).until(() -> orders.count() == 2);
      String id = RemoteJob.all(rest).get(0).id();
      assertThat(flink.run("flink", "stop", id)).contains("Savepoint completed");
      assertThat(RemoteJob.of(rest, id).state()).isEqualTo("FINISHED");

      Path init =
          Files.writeString(
              folder.resolve("init.sql"),
              Files.readString(checkout.resolve("sql/client/init.sql"))
                  .replace("${lake}", lake.toUri().toString())
                  .replace("${redis}", "redis://127.0.0.1:1"));
      Path query =
          Files.writeString(
              folder.resolve("query.sql"),
              "SELECT SUM(id) + 40 AS answer, ROUND(CONVERT_UNIT(20, 'degC', 'degF'), 1) AS warm"
                  + " FROM bronze.orders;\n");
      assertThat(flink.run("sql-client.sh", "-i", init.toString(), "-f", query.toString()))
          .containsPattern("\\| +43 \\| +68\\.0 \\|")
          .doesNotContain("[ERROR]");
    }
  }
}
