package io.alluvium.models.unittest.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.InstantiationUtil;

/** What a job has written into its collecting table. */
public final class CollectedRows {
  static final String ACCUMULATOR = "alluvium.collected";

  private CollectedRows() {}

  /** The changes, as they came. */
  public static List<Row> of(JobExecutionResult result) {
    List<byte[]> collected = result.getAccumulatorResult(ACCUMULATOR);
    List<Row> rows = new ArrayList<>();
    for (byte[] row : collected) {
      try {
        rows.add(InstantiationUtil.deserializeObject(row, CollectedRows.class.getClassLoader()));
      } catch (IOException | ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    return rows;
  }
}
