package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.local.LocalRedis;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hashes of four fields into Redis, on 100,000 keys: by our sink in a job, with and without its
 * guard, by pipelines of Jedis and Lettuce in a loop, and as fast as the server takes them, by
 * redis-benchmark where that is installed, and by bare sockets.
 */
public final class RedisLeg implements Leg {
  private static final String NAME = "redis";
  private static final String PLAIN = "alluvium";
  private static final String GUARDED = "alluvium-guard";
  private static final String JEDIS = "jedis";
  private static final String LETTUCE = "lettuce";
  private static final String SOCKETS = "sockets";
  private static final String BENCHMARK = "redis-benchmark";

  /** As the sink has them under way. */
  private static final String DEPTH = "1000";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    long rows = bench.quick() ? 300_000 : 1_000_000;
    int rounds = bench.quick() ? 2 : 5;
    bench.say(
        "%s: %d and %d hashes of 4 fields on 100,000 keys; one server, without persistence",
        NAME, rows, 3 * rows);
    try (LocalRedis redis = LocalRedis.start(bench.folder().resolve("redis"), 0)) {
      Sides sides = new Sides(bench, redis, rows);
      List<RedisRun> runs = new ArrayList<>();
      runs.add(
          sides.run(
              bench.sides().own(PLAIN, "RedisSinkJob", "batches of 1000 rows, no guard"),
              Map.of("guard", "none")));
      runs.add(
          sides.run(
              bench.sides().own(GUARDED, "RedisSinkJob", "batches of 1000 rows, guard newer"),
              Map.of("guard", "newer")));
      runs.add(
          sides.run(
              bench.sides().redis(JEDIS, "JedisPipeline", "pipelines of 1000"),
              Map.of("depth", DEPTH)));
      runs.add(
          sides.run(
              bench.sides().redis(LETTUCE, "LettucePipeline", "1000 commands to a flush"),
              Map.of("depth", DEPTH)));
      runs.add(
          sides.run(
              bench.sides().own(SOCKETS, "RedisSockets", "4 connections of 64 commands"),
              Map.of("connections", "4", "depth", "64")));
      List<String> limits = new ArrayList<>(List.of(SOCKETS));
      if (isInstalled()) {
        limits.add(BENCHMARK);
        runs.add(
            sides.unchecked(
                bench.sides().own(BENCHMARK, "RedisBenchmark", "-c 4 -P 64"),
                Map.of("connections", "4", "depth", "64")));
      } else {
        bench.say("redis-benchmark is not installed: bare sockets are the limit");
      }
      return lines(new Repetition(bench, rounds).run(runs), limits);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private record Sides(Bench bench, LocalRedis redis, long rows) {
    RedisRun run(Side side, Map<String, String> parameters) {
      return new RedisRun(bench, side, redis, rows, parameters, true);
    }

    RedisRun unchecked(Side side, Map<String, String> parameters) {
      return new RedisRun(bench, side, redis, rows, parameters, false);
    }
  }

  private static List<Line> lines(Repetition.Results results, List<String> limits) {
    List<Line> lines = new ArrayList<>();
    results
        .bySide()
        .keySet()
        .forEach(
            side -> {
              lines.add(rate(side, results));
              lines.add(
                  new Line(
                      NAME,
                      side + ", client",
                      results.of(side, RedisRun.CPU),
                      RedisRun.CPU,
                      null,
                      ""));
            });
    lines.add(
        new Line(
            NAME,
            "alluvium / limit",
            ofLimit(results, PLAIN, limits),
            "",
            Must.atLeast(0.7),
            "of " + limits + ", reach for 0.95"));
    lines.add(
        new Line(
            NAME,
            "alluvium with guard / limit",
            ofLimit(results, GUARDED, limits),
            "",
            Must.atLeast(0.25),
            ""));
    lines.add(
        new Line(
            NAME,
            "alluvium / jedis, client CPU",
            results.ratio(RedisRun.CPU, PLAIN, JEDIS),
            "",
            null,
            "reach for 0.25; the job's source and exchange are in ours"));
    return lines;
  }

  private static Line rate(String side, Repetition.Results results) {
    return new Line(NAME, side, results.of(side, RedisRun.RATE), RedisRun.RATE, null, "");
  }

  /** Of the fastest in each round. */
  private static Spread ofLimit(Repetition.Results results, String side, List<String> limits) {
    List<Double> own = results.all(side, RedisRun.RATE);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < own.size(); round++) {
      double most = 0;
      for (String limit : limits) {
        most = Math.max(most, results.all(limit, RedisRun.RATE).get(round));
      }
      ratios.add(own.get(round) / most);
    }
    return Spread.of(ratios);
  }

  private static boolean isInstalled() {
    String path = System.getenv("PATH");
    if (path != null) {
      for (String folder : path.split(File.pathSeparator)) {
        if (Files.isExecutable(Path.of(folder, BENCHMARK))) {
          return true;
        }
      }
    }
    return false;
  }
}
