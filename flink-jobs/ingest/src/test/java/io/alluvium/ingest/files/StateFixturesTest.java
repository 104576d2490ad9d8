package io.alluvium.ingest.files;

import io.alluvium.fixtures.StateFixture;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  private static final String NAME = "files-progress";

  /** Without a version: it is the progress of a split. The first had one number for both kinds. */
  private static final SimpleVersionedSerializer<FileProgress> PROGRESS =
      StateFixture.form(
          2,
          progress -> progress.toText().getBytes(StandardCharsets.UTF_8),
          bytes -> FileProgress.parse(new String(bytes, StandardCharsets.UTF_8)));

  @Test
  void progress() throws Exception {
    StateFixture.holds(NAME, PROGRESS, new FileProgress(7, 9, 5, 2, true), 2);
  }

  @Test
  void progressThatDidNotTellLettersFromRows() throws Exception {
    StateFixture.reads(NAME, PROGRESS, 1, new FileProgress(9, 9, 5, 2, true));
  }
}
