package io.alluvium.ingest.folder;

import io.alluvium.fixtures.StateFixture;
import io.alluvium.ingest.batch.WorkSplit;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable: of inlets of files, and of documents. */
class StateFixturesTest {
  private static final LandingFile FILE = new LandingFile("a/ü.csv", 1_767_225_600_000L, 4711);
  private static final LandingFile OTHER = new LandingFile("tab\tb", 1, 0);

  /** Without a version: it is the work of a split. */
  private static final SimpleVersionedSerializer<ArrivalSplit> WORK =
      StateFixture.form(
          1,
          split -> split.toSplit("").work().getBytes(StandardCharsets.UTF_8),
          bytes -> ArrivalSplit.of(WorkSplit.begin("", new String(bytes, StandardCharsets.UTF_8))));

  @Test
  void arrivals() throws Exception {
    Map<PathKey, Arrivals.Taken> taken = new LinkedHashMap<>();
    taken.put(PathKey.of(FILE.path()), Arrivals.Taken.of(FILE));
    taken.put(PathKey.of("gone"), new Arrivals.Taken(3, 4, 1_767_225_600_000L));
    Map<String, LandingFile> waiting = new LinkedHashMap<>();
    waiting.put(OTHER.path(), OTHER);
    waiting.put("c", new LandingFile("c", 5, 6));
    StateFixture.holds(
        "folder-arrivals", new ArrivalsSerializer(), new Arrivals(taken, waiting), 1);
  }

  @Test
  void filesToRead() throws Exception {
    StateFixture.holds("folder-read", WORK, new ArrivalSplit(FILE, false), 1);
  }

  @Test
  void filesToRefuse() throws Exception {
    StateFixture.holds("folder-refused", WORK, new ArrivalSplit(OTHER, true), 1);
  }
}
