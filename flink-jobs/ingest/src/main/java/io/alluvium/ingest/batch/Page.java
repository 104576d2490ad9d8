package io.alluvium.ingest.batch;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.time.Duration;
import java.util.List;

/**
 * Rows that are emitted together, with the progress of their split.
 *
 * @param progress where reading goes on once these rows are emitted
 * @param pause how long nothing more is to be read; zero usually
 */
public record Page(List<RoutedRow> rows, String progress, Duration pause) {
  public Page {
    rows = List.copyOf(rows);
  }

  public static Page of(List<RoutedRow> rows, String progress) {
    return new Page(rows, progress, Duration.ZERO);
  }
}
