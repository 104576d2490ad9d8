package io.alluvium.models.unittest.rows;

import java.io.IOException;
import java.io.Serializable;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.util.InstantiationUtil;

/**
 * What one task of a given table does. It reaches the task through the parameters of the job, so
 * that one plan serves for rows in any order.
 *
 * @param rows as they arrive; those of a kind other than insert are changes
 * @param gate how many rows are out when the task waits for a checkpoint that holds them; negative
 *     for never
 * @param crash how many rows are out when the task fails, in the job's first attempt; negative for
 *     never
 */
public record GivenTask(List<Row> rows, int gate, int crash) implements Serializable {
  private static final int NEVER = -1;

  public GivenTask {
    rows = List.copyOf(rows);
  }

  public static GivenTask of(List<Row> rows) {
    return new GivenTask(rows, NEVER, NEVER);
  }

  /** The name of the job's parameter that holds it. */
  static String parameter(String table, int task) {
    return "alluvium.given." + table + "." + task;
  }

  /** Adds the tasks of a table to the parameters of a job. */
  public static void put(String table, List<GivenTask> tasks, Map<String, String> parameters) {
    for (int i = 0; i < tasks.size(); i++) {
      try {
        parameters.put(
            parameter(table, i),
            Base64.getEncoder().encodeToString(InstantiationUtil.serializeObject(tasks.get(i))));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static GivenTask parse(String parameter) throws IOException {
    if (parameter == null) {
      return of(List.of());
    }
    try {
      return InstantiationUtil.deserializeObject(
          Base64.getDecoder().decode(parameter), GivenTask.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
