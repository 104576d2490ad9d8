package io.alluvium.ingest.rest;

import io.alluvium.fixtures.StateFixture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/**
 * Savepoints of former releases stay readable. So do bronze rows, which say in the same form where
 * a run without state goes on.
 */
class StateFixturesTest {
  /** Without a version: it is the progress of a split. */
  private static final SimpleVersionedSerializer<RestProgress> PROGRESS =
      StateFixture.form(
          1,
          progress -> progress.toText().getBytes(StandardCharsets.UTF_8),
          bytes -> RestProgress.parse(new String(bytes, StandardCharsets.UTF_8)));

  @Test
  void progress() throws Exception {
    StateFixture.holds(
        "rest-progress",
        PROGRESS,
        new RestProgress(
            "2026-01-01T00:00:00Z",
            "https://host/orders?page=ü",
            "2026-01-02T00:00:00Z",
            List.of("1f", "2e"),
            List.of("3d"),
            4711,
            12),
        1);
  }

  @Test
  void beginnings() throws Exception {
    StateFixture.holds("rest-begin", PROGRESS, RestProgress.begin(null), 1);
  }
}
