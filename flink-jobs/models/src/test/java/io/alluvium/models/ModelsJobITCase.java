package io.alluvium.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.quality.lake.DataTestResult;
import io.alluvium.models.quality.lake.DataTests;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsJobITCase {
  private static final LocalDateTime START = LocalDateTime.of(2015, 1, 29, 0, 0);
  private static final LocalDate OPEN_DAY = LocalDate.of(2015, 6, 1);
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @TempDir Path dir;

  @Test
  void tablesFollowBronzeThroughChangesAndRestores() throws Exception {
    Path lake = dir.resolve("lake");
    Bronze bronze = new Bronze(lake);
    Portfolio portfolio = new Portfolio(bronze);
    Random random = new Random(11);
    portfolio.policy("r", "Office", 16.5);
    portfolio.policy("r", "School", 20.0);
    for (int i = 0; i < 12; i++) {
      String usage = i == 11 ? null : List.of("Office", "School", "Laboratory").get(i % 3);
      portfolio.building("r", "B" + i, usage, "weather" + i % 4, i % 5 == 0 ? null : i * 10.3);
    }
    readings(portfolio, random, START, 6);
    // A day on which nothing has a temperature.
    for (int hour = 0; hour < 24; hour++) {
      portfolio.reading(
          "weather1", START.plusDays(20).plusHours(hour), hour % 2 == 0 ? null : -9999.0);
    }
    bronze.readingWithoutTime("weather0");
    // Of a later day than all, so that those before are complete.
    portfolio.reading("weather0", OPEN_DAY.atTime(5, 0), 18.0);
    bronze.append();

    JobClient job = start(lake, "models", null);
    JobClient comfort = start(lake, "comfort", null);
    awaitEqual(job, comfort, lake, portfolio);

    portfolio.policy("u", "Office", 19.25, START.plusDays(4).plusMinutes(630));
    portfolio.policy("d", "School", 20.0, START.plusDays(5));
    portfolio.policy("c", "Laboratory", 21.0, START.plusDays(2));
    portfolio.building("u", "B1", "School", "weather2", 10.3);
    portfolio.building("u", "B2", "Office", "weather2", 77.7);
    portfolio.building("d", "B3", "Office", "weather3", 30.9);
    readings(portfolio, random, START.plusDays(3), 6);
    bronze.append();
    awaitEqual(job, comfort, lake, portfolio);

    String savepoint =
        job.stopWithSavepoint(
                false, dir.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);
    portfolio.building("c", "B3", "Office", "weather0", 31.0);
    portfolio.building("u", "B4", "Office", "nowhere", 41.2);
    portfolio.policy("c", "School", 15.0, START.plusDays(9));
    // Known late, between two that are known.
    portfolio.policy("u", "Office", 14.5, START.plusDays(1).plusHours(12));
    readings(portfolio, random, START.plusDays(8), 3);
    bronze.append();
    job = start(lake, "models", savepoint);
    awaitEqual(job, comfort, lake, portfolio);
    comfort.cancel().get(60, TimeUnit.SECONDS);
    requireOwnTestsPass(lake);
    JobClient last = job;
    last.cancel().get(60, TimeUnit.SECONDS);
    assertThatThrownBy(() -> last.getJobExecutionResult().get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(JobCancellationException.class);
  }

  /** Those of {@code sql/tests}, of the tables as they are. */
  private static void requireOwnTestsPass(Path lake) {
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, "../../sql");
    options.set(ModelsOptions.LAKE_PATH, lake.toUri().toString());
    DataTests tests =
        new DataTests(
            ModelsProject.withoutLake(options), lake.toUri().toString(), new Configuration());
    assertThat(tests.singular())
        .isNotEmpty()
        .allSatisfy(
            test -> {
              DataTestResult result = tests.run(test.id());
              assertThat(result.status()).as(result.message()).isEqualTo(Status.PASS);
            });
  }

  /** Half-hourly, with repeats that correct the first, missing temperatures and holes. */
  private static void readings(Portfolio portfolio, Random random, LocalDateTime from, int days) {
    for (int station = 0; station < 3; station++) {
      for (int i = 0; i < days * 48; i++) {
        LocalDateTime time = from.plusMinutes(30L * i);
        if (random.nextInt(20) != 0) {
          portfolio.reading("weather" + station, time, temperature(random));
          if (random.nextInt(10) == 0) {
            portfolio.reading("weather" + station, time, temperature(random));
          }
        }
      }
    }
  }

  private static Double temperature(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> -9999.0;
      default -> (random.nextInt(500) - 100) / 10.0;
    };
  }

  private static void awaitEqual(JobClient job, JobClient comfort, Path lake, Portfolio portfolio) {
    Awaitility.await()
        .atMost(PATIENCE)
        .failFast(
            "a job has ended",
            () ->
                job.getJobStatus().get().isTerminalState()
                    || comfort.getJobStatus().get().isTerminalState())
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              assertRows(LakeRows.of(lake, "silver/comfort_policy", 1), portfolio.silverPolicies());
              assertRows(LakeRows.of(lake, "silver/building", 1), portfolio.silverBuildings());
              assertRows(LakeRows.of(lake, "silver/reading", 2), portfolio.silverReadings());
              assertRows(LakeRows.of(lake, "gold/station_health", 1), portfolio.stationHealth());
              assertRows(LakeRows.of(lake, "gold/building_daily", 2), portfolio.buildingDaily());
              assertRows(LakeRows.of(lake, "gold/usage_monthly", 2), portfolio.usageMonthly());
              assertRows(policyVersions(lake), portfolio.policyVersions());
              assertRows(
                  LakeRows.of(lake, "gold/comfort_hourly", 3), portfolio.comfortHourly(OPEN_DAY));
            });
  }

  /** Without their ids, and the time of the update. */
  private static Map<String, List<Object>> policyVersions(Path lake) throws Exception {
    Map<String, List<Object>> versions = new TreeMap<>();
    LakeRows.of(lake, "silver/comfort_policy_history", 6)
        .forEach((key, values) -> versions.put(key, values.subList(2, 4)));
    return versions;
  }

  private static void assertRows(
      Map<String, List<Object>> found, Map<String, List<Object>> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (key, row) -> {
          for (int i = 0; i < row.size(); i++) {
            Object value = found.get(key).get(i);
            if (row.get(i) instanceof Double number && value instanceof Double other) {
              assertThat(other)
                  .as(key)
                  .isCloseTo(
                      number, org.assertj.core.api.Assertions.within(1e-9 * Math.max(1, number)));
            } else {
              assertThat(value).as(key + " column " + i).isEqualTo(row.get(i));
            }
          }
        });
  }

  private JobClient start(Path lake, String name, String savepoint) throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "300 ms");
    configuration.setString("execution.checkpointing.dir", dir.resolve(name).toUri().toString());
    configuration.setString("state.backend.type", "rocksdb");
    configuration.setString("restart-strategy.type", "none");
    configuration.setString("pipeline.generic-types", "false");
    if (savepoint != null) {
      configuration.setString("execution.state-recovery.path", savepoint);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    ModelsJob.define(env, options(lake, name));
    // The session's setting reaches the job.
    assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
    return env.executeAsync(name);
  }

  private static Configuration options(Path lake, String job) {
    Configuration options = new Configuration();
    options.set(ModelsOptions.LAKE_PATH, lake.toUri().toString());
    options.set(ModelsOptions.PROJECT_PATH, Path.of("../../sql").toString());
    options.set(ModelsOptions.MINI_BATCH_LATENCY, Duration.ofMillis(100));
    options.set(ModelsOptions.JOB, job);
    return options;
  }
}
