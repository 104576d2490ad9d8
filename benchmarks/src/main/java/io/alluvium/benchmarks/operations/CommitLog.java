package io.alluvium.benchmarks.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.freshness.DeltaCommits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** When the versions of a table that only grows were committed, seen from outside of its writer. */
public final class CommitLog {
  private static final long PAUSE_MILLIS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final DeltaCommits commits;
  private final List<Instant> times = new ArrayList<>();
  private long rows;

  public CommitLog(Path table) {
    this.commits = new DeltaCommits(table);
  }

  /**
   * Goes on to the latest version.
   *
   * @return the rows of the table
   */
  public long rows() throws IOException {
    Path file = commits.file(times.size());
    while (Files.exists(file)) {
      try {
        rows = commits.rows(file, rows);
      } catch (JsonProcessingException e) {
        // Not written to its end: nobody could read it.
        return rows;
      }
      times.add(Files.getLastModifiedTime(file).toInstant());
      file = commits.file(times.size());
    }
    return rows;
  }

  /**
   * Waits for a commit behind an instant.
   *
   * @return when it was
   * @throws BenchmarkException where there is none within minutes
   */
  public Instant awaitBehind(Instant instant) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      rows();
      int first = firstBehind(instant);
      if (first < times.size()) {
        return times.get(first);
      }
      if (System.nanoTime() > end) {
        throw new BenchmarkException(
            "Nothing was committed for "
                + PATIENCE.toSeconds()
                + " s to "
                + commits.table()
                + ", which has "
                + rows
                + " rows");
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Waits for the next commit. */
  public Instant awaitNext() throws IOException, InterruptedException {
    rows();
    return awaitBehind(times.isEmpty() ? Instant.EPOCH : times.get(times.size() - 1));
  }

  /** Waits until the table has as many rows. */
  public void awaitRows(long wanted) throws IOException, InterruptedException {
    while (rows() < wanted) {
      awaitNext();
    }
  }

  /**
   * Waits for a commit behind an instant.
   *
   * @return how long before that the last one was
   */
  public Duration gapAround(Instant instant) throws IOException, InterruptedException {
    Instant next = awaitBehind(instant);
    int first = firstBehind(instant);
    if (first == 0) {
      throw new BenchmarkException("Nothing was committed to " + commits.table() + " before");
    }
    return Duration.between(times.get(first - 1), next);
  }

  private int firstBehind(Instant instant) {
    int first = times.size();
    while (first > 0 && times.get(first - 1).isAfter(instant)) {
      first--;
    }
    return first;
  }
}
