package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.operations.BenchCluster;
import io.alluvium.benchmarks.operations.CommitLog;
import io.alluvium.benchmarks.operations.DeviceEvents;
import io.alluvium.benchmarks.operations.EndlessTable;
import io.alluvium.benchmarks.operations.ExactlyOnce;
import io.alluvium.benchmarks.operations.ModelsOnCluster;
import io.alluvium.benchmarks.operations.StatefulModels;
import io.alluvium.cluster.ClusterLibraries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The job of one side.
 *
 * @param name as it is printed
 * @param job on its cluster
 * @param log of the table that it writes
 */
record OperationsSide(String name, ModelsOnCluster job, CommitLog log) {
  static final String ALLUVIUM = "alluvium";
  static final String STOCK = "stock";
  static final String BY_HAND = "by hand";

  private static final String LOG_SETTINGS = "log4j.properties";

  /** A cluster with the settings that the product comes with. */
  static BenchCluster ownCluster(Bench bench) throws IOException, InterruptedException {
    return cluster(bench, ALLUVIUM, ownProfile(bench));
  }

  private static Path ownProfile(Bench bench) {
    return bench.sides().installation().resolve("flink-conf").resolve("local");
  }

  /** A cluster with the settings that Flink comes with. */
  static BenchCluster stockCluster(Bench bench) throws IOException, InterruptedException {
    Path profile = Files.createDirectories(bench.folder().resolve("stock-profile"));
    try (InputStream in =
        OperationsSide.class.getResourceAsStream("/operations/stock/config.yaml")) {
      Files.copy(in, profile.resolve("config.yaml"));
    }
    // Only so that the log is where the cluster looks for it.
    Files.copy(ownProfile(bench).resolve(LOG_SETTINGS), profile.resolve(LOG_SETTINGS));
    return cluster(bench, STOCK, profile);
  }

  private static BenchCluster cluster(Bench bench, String name, Path profile)
      throws IOException, InterruptedException {
    return BenchCluster.start(
        Files.createTempDirectory(bench.folder(), name + "-cluster"),
        profile,
        ClusterLibraries.of(bench.sides().installation()).classPath());
  }

  /**
   * A side with a lake of its own, that reads the same events as the others.
   *
   * @param events the table's folder
   */
  static OperationsSide of(Bench bench, String name, BenchCluster cluster, Path events)
      throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "side");
    StatefulModels models = StatefulModels.create(name.replace(' ', '_'), folder, events);
    return new OperationsSide(
        name,
        ModelsOnCluster.of(cluster, models, folder, bench.sides().installation()),
        new CommitLog(models.table()));
  }

  /** Waits until all that was there is in the table, and commits come at their pace. */
  void settle(EndlessTable table) throws IOException, InterruptedException {
    log.awaitRows(table.rows());
    log.awaitNext();
    log.awaitNext();
  }

  /** Compares the table with the events, of which it must have all by now. */
  ExactlyOnce.Result check(DeviceEvents events, long rows) throws IOException {
    ExactlyOnce check = new ExactlyOnce(events, rows);
    TableSums.forEach(
        "SELECT seq, device, reading, note_length FROM " + TableSums.scan(job.models().table()),
        row -> check.row(row[0], row[1], row[2], row[3]));
    return check.result();
  }

  /**
   * Waits for all events, and ends the job.
   *
   * @throws BenchmarkException where the table has not each of them once
   */
  void complete(String id, DeviceEvents events, long rows)
      throws IOException, InterruptedException {
    log.awaitRows(rows);
    job.cancel(id);
    ExactlyOnce.Result result = check(events, rows);
    if (!result.isRight()) {
      throw new BenchmarkException(name + " has not each of " + rows + " events once: " + result);
    }
  }
}
