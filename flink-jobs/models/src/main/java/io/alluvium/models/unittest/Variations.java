package io.alluvium.models.unittest;

import io.alluvium.models.unittest.Arrival.Swap;
import io.alluvium.models.unittest.TestCluster.Way;
import io.alluvium.models.unittest.TestRuns.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Runs a model in every way in which its rows can arrive, and tells of the first in which its
 * result is another one.
 */
final class Variations {
  /** Few enough for the slots and the memory of the cluster. */
  private static final int AT_ONCE = 4;

  private final TestRuns runs;
  private final Arrival given;
  private final Set<Variation> without;
  private final long seed;
  private final int seeds;

  /**
   * @param without those that are left out
   * @param seed of the first order, and of the first failure
   * @param seeds how many of each
   */
  Variations(TestRuns runs, Arrival given, Set<Variation> without, long seed, int seeds) {
    this.runs = runs;
    this.given = given;
    this.without = without;
    this.seed = seed;
    this.seeds = seeds;
  }

  /**
   * One of the ways.
   *
   * @param swaps that lead from the given order to this one; empty where it is not about order
   */
  private record Attempt(
      Variation variation, Arrival arrival, Way way, List<Swap> swaps, long seed) {}

  /**
   * @param base the result of the rows as given
   */
  Verdict verdict(TableContent base) throws Exception {
    List<Attempt> attempts = attempts();
    List<Run> running = new ArrayList<>();
    List<Verdict> failed = new ArrayList<>();
    for (int i = 0; i < attempts.size(); i++) {
      for (int next = running.size(); next < Math.min(attempts.size(), i + AT_ONCE); next++) {
        Attempt attempt = attempts.get(next);
        running.add(runs.start(attempt.arrival(), attempt.way(), new Random(attempt.seed())));
      }
      TableContent result = running.get(i).result();
      if (failed.isEmpty() && !result.equals(base)) {
        failed.add(explain(attempts.get(i), base, result));
      }
    }
    return failed.isEmpty() ? Verdict.PASS : failed.get(0);
  }

  private List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      addOrder(Variation.REORDERED, given.shuffle(new Random(seed + i)), attempts);
    }
    addOrder(Variation.LATE, given.reverse(), attempts);
    Arrival repeated = given.repeated(new Random(seed));
    if (!repeated.equals(given)) {
      add(Variation.REPEATED, repeated, Way.PLAIN, attempts);
    }
    if (given.hasLateRows()) {
      // What is late depends on the slowest of several tasks, and a restored job knows no watermark
      // until the next row.
      return attempts;
    }
    add(Variation.PARALLEL, given, new Way(2, false), attempts);
    if (without.contains(Variation.CRASHED)) {
      add(Variation.PARALLEL, given, new Way(3, false), attempts);
    }
    for (int i = 0; i < seeds; i++) {
      addSeeded(Variation.CRASHED, given, new Way(i % 2 == 0 ? 3 : 1, true), seed + i, attempts);
    }
    return attempts;
  }

  private void addOrder(Variation variation, List<Swap> swaps, List<Attempt> attempts) {
    if (!swaps.isEmpty() && !without.contains(variation)) {
      attempts.add(new Attempt(variation, given.after(swaps), Way.PLAIN, swaps, seed));
    }
  }

  private void add(Variation variation, Arrival arrival, Way way, List<Attempt> attempts) {
    addSeeded(variation, arrival, way, seed, attempts);
  }

  private void addSeeded(
      Variation variation, Arrival arrival, Way way, long own, List<Attempt> attempts) {
    if (!without.contains(variation)) {
      attempts.add(new Attempt(variation, arrival, way, List.of(), own));
    }
  }

  private Verdict explain(Attempt attempt, TableContent base, TableContent result)
      throws Exception {
    Difference difference = result.exactlyFrom(base);
    TableContent again = runs.run(given);
    if (!again.equals(base)) {
      return verdict(
          "the same rows in the same order do not always give the same result",
          again.exactlyFrom(base),
          "once",
          "again");
    }
    return switch (attempt.variation()) {
      case REORDERED, LATE -> order(attempt, base, difference);
      case REPEATED ->
          verdict(
              "rows that come twice change the result; what writes the table may repeat them",
              difference,
              "each row once",
              "repeated     ");
      case CRASHED ->
          verdict(
              "the result is another one after a failure and the restart from a checkpoint (seed "
                  + attempt.seed()
                  + ", parallelism "
                  + attempt.way().parallelism()
                  + ")",
              difference,
              "without failure",
              "with failure   ");
      default ->
          verdict(
              "the result is another one at parallelism "
                  + attempt.way().parallelism()
                  + ", where rows of several tasks come in any order",
              difference,
              "at parallelism 1",
              "at parallelism " + attempt.way().parallelism());
    };
  }

  private Verdict order(Attempt attempt, TableContent base, Difference difference)
      throws Exception {
    List<Swap> swaps = attempt.swaps();
    int same = 0;
    int other = swaps.size();
    TableContent otherResult = null;
    while (other - same > 1) {
      int middle = (same + other) / 2;
      TableContent result = runs.run(given.after(swaps.subList(0, middle)));
      if (result.equals(base)) {
        same = middle;
      } else {
        other = middle;
        otherResult = result;
      }
    }
    Swap swap = swaps.get(other - 1);
    List<GivenRow> order = given.after(swaps.subList(0, other - 1)).rows().get(swap.table());
    GivenRow first = order.get(swap.position());
    GivenRow second = order.get(swap.position() + 1);
    return verdict(
        "the result depends on the order in which these two rows of "
            + swap.table().title()
            + " arrive, and they may arrive in either\n"
            + "  first : "
            + first.text()
            + " ("
            + first.origin().place()
            + ")\n  second: "
            + second.text()
            + " ("
            + second.origin().place()
            + ")",
        otherResult == null ? difference : otherResult.exactlyFrom(base),
        "result in this order  ",
        "result the other way  ");
  }

  private static Verdict verdict(
      String problem, Difference difference, String usual, String other) {
    return new Verdict(
        Math.max(1, difference.size()), problem + "\n" + difference.text(usual, other));
  }
}
