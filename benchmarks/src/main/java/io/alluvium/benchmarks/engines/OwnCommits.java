package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.EventSchema;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Commits four files at a time, as the sink's committer does, to a table that is created where it
 * is absent. The files themselves do not exist. Parameters: {@code table}, {@code commits}.
 */
public final class OwnCommits implements Engine {
  static final int FILES_PER_COMMIT = 4;
  private static final String SINK = "bench";
  private static final String STATISTICS =
      "{\"numRecords\":250000,\"minValues\":{\"device\":\"station-100000\",\"site\":0,"
          + "\"metric\":\"humidity\",\"reading\":0.0,\"quality\":0,\"seq\":%1$d,"
          + "\"event_time\":\"2026-01-01T00:00:00.000Z\",\"latitude\":45.0,\"unit\":\"%%\","
          + "\"firmware\":\"4.0.1\"},\"maxValues\":{\"device\":\"station-104999\",\"site\":199,"
          + "\"metric\":\"wind\",\"reading\":999.99,\"quality\":3,\"seq\":%2$d,"
          + "\"event_time\":\"2026-01-01T00:29:09.993Z\",\"latitude\":48.109375,\"unit\":\"mm\","
          + "\"firmware\":\"4.6.1\"},\"nullCount\":{\"device\":0,\"site\":0,\"metric\":0,"
          + "\"reading\":0,\"quality\":0,\"seq\":0,\"event_time\":0,\"latitude\":0,\"unit\":0,"
          + "\"firmware\":0}}";

  @Override
  public Map<String, Double> run(Map<String, String> parameters) {
    DeltaTable table = DeltaTable.at(parameters.get("table"));
    table.createIfAbsent(
        new TableDescription(EventSchema.rowType(), List.of(), List.of(), Map.of(), ""));
    // Closed, it has waited for the checkpoint that it writes beside the commits: a part of the
    // cost.
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      long sequence = committer.lastSequence(SINK).orElse(0);
      int commits = Integer.parseInt(parameters.get("commits"));
      for (int i = 0; i < commits; i++) {
        sequence++;
        committer.commit(
            new DeltaCommit(
                SINK, sequence, UUID.randomUUID().toString(), files(sequence), List.of()));
      }
    }
    return Map.of("version", (double) table.snapshot().version());
  }

  private static List<DataFile> files(long sequence) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < FILES_PER_COMMIT; i++) {
      files.add(file(sequence * FILES_PER_COMMIT + i));
    }
    return files;
  }

  static DataFile file(long number) {
    return new DataFile(
        "part-" + new UUID(7, number) + ".parquet",
        5_000_000 + number,
        1_767_225_600_000L + number,
        Map.of(),
        String.format(STATISTICS, number * 250_000, number * 250_000 + 249_999),
        null);
  }
}
