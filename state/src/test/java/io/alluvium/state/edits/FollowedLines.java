package io.alluvium.state.edits;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.types.RowKind;

/** Gives the lines of a file from where the restored savepoint was, and tells how many it gave. */
final class FollowedLines extends RichSourceFunction<RowData> implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final LogicalTypeRoot[] types;
  private final int[] columns;

  private transient ListState<Integer> positions;
  private int position;
  private volatile boolean isRunning = true;

  FollowedLines(String path, LogicalTypeRoot[] types, int[] columns) {
    this.path = path;
    this.types = types;
    this.columns = columns;
  }

  /** The folder in which each source that has given all lines makes a file. */
  static Path read(Path lines) {
    return lines.resolveSibling(lines.getFileName() + ".read");
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    positions =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("position", IntSerializer.INSTANCE));
    for (int known : positions.get()) {
      position = known;
    }
  }

  @Override
  public void run(SourceContext<RowData> context) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(path));
    synchronized (context.getCheckpointLock()) {
      while (position < lines.size()) {
        context.collect(row(lines.get(position)));
        position++;
      }
    }
    Files.createDirectories(read(Path.of(path)));
    Files.createFile(read(Path.of(path)).resolve(UUID.randomUUID().toString()));
    while (isRunning) {
      synchronized (this) {
        wait(100);
      }
    }
  }

  private RowData row(String line) {
    String[] values = line.split("\\|", -1);
    GenericRowData row =
        new GenericRowData(
            switch (values[0]) {
              case "+I" -> RowKind.INSERT;
              case "-U" -> RowKind.UPDATE_BEFORE;
              case "+U" -> RowKind.UPDATE_AFTER;
              default -> RowKind.DELETE;
            },
            columns.length);
    for (int i = 0; i < columns.length; i++) {
      // A column that came later is null in the lines before.
      String value = 1 + columns[i] < values.length ? values[1 + columns[i]] : "";
      row.setField(
          i,
          value.isEmpty()
              ? null
              : switch (types[columns[i]]) {
                case BIGINT -> Long.parseLong(value);
                case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    TimestampData.fromLocalDateTime(LocalDateTime.parse(value));
                default -> StringData.fromString(value);
              });
    }
    return row;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    positions.update(List.of(position));
  }

  @Override
  public void cancel() {
    isRunning = false;
    synchronized (this) {
      notifyAll();
    }
  }
}
