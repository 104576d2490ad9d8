package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.check.Finding;
import io.alluvium.cdc.check.SlotState;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.PipelineFile;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check prints mends what it found: run by an owner, the capture runs. */
class CheckITCase {
  @TempDir private Path folder;

  @Test
  void whatTheCheckSaysMendsTheDatabase() throws Exception {
    try (Database database = new Database(folder.resolve("postgres"))) {
      database.execute(
          "CREATE SCHEMA shop",
          "CREATE TABLE shop.orders (id int PRIMARY KEY)",
          "CREATE TABLE shop.log (text text)",
          "CREATE UNLOGGED TABLE shop.scratch (id int PRIMARY KEY)",
          "INSERT INTO shop.orders VALUES (1)",
          "INSERT INTO shop.log VALUES ('a')",
          "CREATE ROLE capture LOGIN");
      Path lake = folder.resolve("lake");
      CdcPipeline pipeline =
          PipelineFile.parse(
              "shop.yaml",
              database
                  .yaml(lake, "checked", "shop.*", "shop.orders")
                  .replace("username: postgres", "username: capture"),
              database.environment());

      List<Finding> before = check(pipeline);
      assertThat(problems(before))
          .extracting(Finding::subject)
          .contains("role capture", "table shop.orders", "table shop.log", "publication checked");
      assertThat(before)
          .anyMatch(
              finding ->
                  finding.subject().equals("table shop.scratch")
                      && finding.severity() == Finding.Severity.WARNING);
      assertThat(before)
          .anyMatch(finding -> finding.text().contains("is not there yet; the job creates it"));

      List<String> mend = new ArrayList<>();
      problems(before).forEach(finding -> mend.addAll(finding.mend()));
      database.execute(mend.toArray(String[]::new));

      assertThat(problems(check(pipeline))).isEmpty();
      try (RunningJob job =
          RunningJob.start(folder.resolve("checkpoints"), 1, env -> CdcJob.define(env, pipeline))) {
        await()
            .atMost(Duration.ofSeconds(180))
            .until(
                () ->
                    new LakeTable(lake, "bronze/orders").count() == 1
                        && new LakeTable(lake, "bronze/log").count() == 1);
        await().atMost(Duration.ofSeconds(180)).until(() -> slot(pipeline).active());
        assertThatThrownBy(() -> drop(pipeline))
            .isInstanceOf(CdcException.class)
            .hasMessageContaining("is in use. Stop the job that reads it first.");
        assertThat(job.hasFailedAsTold()).isTrue();
      }
      await().atMost(Duration.ofSeconds(180)).until(() -> !slot(pipeline).active());
      assertThat(slot(pipeline).position()).matches("[0-9A-F]+/[0-9A-F]+");
      drop(pipeline);
      assertThat(database.column("SELECT slot_name FROM pg_replication_slots")).isEmpty();
    }
  }

  private static List<Finding> problems(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.severity() == Finding.Severity.PROBLEM)
        .toList();
  }

  private static List<Finding> check(CdcPipeline pipeline) {
    try (CapturedDatabase database = Databases.connect(pipeline.source())) {
      return database.check();
    }
  }

  private static SlotState slot(CdcPipeline pipeline) {
    try (CapturedDatabase database = Databases.connect(pipeline.source())) {
      return database.slot().orElseThrow();
    }
  }

  private static void drop(CdcPipeline pipeline) {
    try (CapturedDatabase database = Databases.connect(pipeline.source())) {
      database.dropSlot();
    }
  }
}
