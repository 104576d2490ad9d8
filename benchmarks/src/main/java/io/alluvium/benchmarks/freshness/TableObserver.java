package io.alluvium.benchmarks.freshness;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Looks every other millisecond for a table's next version, the same way for every kind of table,
 * from outside of the process that writes it. Looking for one file costs next to nothing.
 */
public final class TableObserver {
  private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

  private final CommitFiles commits;

  /**
   * @param commits of the table, which need not exist yet
   */
  public TableObserver(CommitFiles commits) {
    this.commits = commits;
  }

  /**
   * Observes until the table holds as many rows.
   *
   * @param goOn whether to wait any longer; where not, what was seen is all there is
   */
  public List<Sighting> observe(long rows, BooleanSupplier goOn) throws IOException {
    List<Sighting> sightings = new ArrayList<>();
    long seen = 0;
    while (seen < rows && goOn.getAsBoolean()) {
      Path file = commits.file(sightings.size());
      if (Files.exists(file)) {
        long now = System.nanoTime();
        try {
          seen = commits.rows(file, seen);
          sightings.add(new Sighting(now, seen));
          continue;
        } catch (JsonProcessingException e) {
          // Not written to its end: nobody could read it.
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return sightings;
  }
}
