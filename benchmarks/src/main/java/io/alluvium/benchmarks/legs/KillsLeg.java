package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.operations.BenchCluster;
import io.alluvium.benchmarks.operations.DeviceEvents;
import io.alluvium.benchmarks.operations.EndlessTable;
import io.alluvium.benchmarks.operations.ExactlyOnce;
import io.alluvium.benchmarks.operations.ModelsOnCluster;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills task managers at any moment, starts them again, and then compares each row of the table
 * with what follows from the events.
 */
public final class KillsLeg implements Leg {
  private static final String NAME = "kills";

  private final OperationsScale scale;

  public KillsLeg(OperationsScale scale) {
    this.scale = scale;
  }

  @Override
  public List<Line> run(Bench bench) throws IOException {
    DeviceEvents events = scale.events();
    int kills = scale.kills(bench);
    bench.say(
        "%s: one of two task managers is killed %d times, with %d MB of state and seed %d;"
            + " checkpoint %d s, parallelism %d",
        NAME,
        kills,
        scale.stateMegabytes(),
        scale.seed(),
        ModelsOnCluster.INTERVAL.toSeconds(),
        BenchCluster.PARALLELISM);
    Path folder = bench.folder().resolve(NAME + "-events");
    try (EndlessTable table = EndlessTable.start(folder, events);
        BenchCluster cluster = OperationsSide.ownCluster(bench)) {
      OperationsSide side = OperationsSide.of(bench, OperationsSide.ALLUVIUM, cluster, folder);
      String job = side.job().run();
      side.settle(table);
      Random random = new Random(scale.seed());
      List<Double> seconds = new ArrayList<>();
      for (int kill = 1; kill <= kills; kill++) {
        // Of the time between checkpoints, while one is made, and when it is committed.
        TimeUnit.MILLISECONDS.sleep(random.nextLong(2 * ModelsOnCluster.INTERVAL.toMillis()));
        Instant killed = Instant.now();
        cluster.kill(random.nextInt(2));
        cluster.replace();
        Instant next = side.log().awaitBehind(killed);
        seconds.add(Duration.between(killed, next).toMillis() / 1e3);
        bench.say("kill %d: %.2f s until the next commit", kill, seconds.get(kill - 1));
      }
      table.close();
      long rows = table.rows();
      side.log().awaitRows(rows);
      side.job().cancel(job);
      return List.of(line(side.check(events, rows), rows, kills, Spread.of(seconds)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private Line line(ExactlyOnce.Result result, long rows, int kills, Spread seconds) {
    double right = rows - result.lost() - result.doubled() - result.wrong();
    double share = right / rows;
    return new Line(
        NAME,
        "events with one row / events",
        new Spread(share, share, share),
        "",
        Must.atLeast(1),
        String.format(
            java.util.Locale.ROOT,
            "%d kills: %d lost, %d doubled, %d wrong of %d; next commit after %.1f s (%.1f to %.1f)",
            kills,
            result.lost(),
            result.doubled(),
            result.wrong(),
            rows,
            seconds.median(),
            seconds.least(),
            seconds.greatest()));
  }
}
