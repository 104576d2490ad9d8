package io.alluvium.connectors.delta.sink.upsert;

import java.util.function.Predicate;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.table.data.binary.BinaryRowData;

/** Which keys Flink sends to a subtask. */
record OwnKeys(KeyGroupRange range, int maxParallelism) implements Predicate<BinaryRowData> {

  static OwnKeys of(TaskInfo task) {
    int maxParallelism = task.getMaxNumberOfParallelSubtasks();
    return new OwnKeys(
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            maxParallelism, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask()),
        maxParallelism);
  }

  @Override
  public boolean test(BinaryRowData key) {
    return range.contains(KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism));
  }
}
