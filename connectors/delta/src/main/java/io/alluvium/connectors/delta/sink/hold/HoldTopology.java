package io.alluvium.connectors.delta.sink.hold;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import io.alluvium.connectors.delta.sink.upsert.UpsertTopology.OperatorSetup;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Makes a changelog into whole partitions.
 *
 * <pre>
 * changes ─► ProgressTap (N) ─keyBy partition─► PartitionHold (N) ─► rows
 *                            ─broadcast progress┘
 * </pre>
 */
@Internal
public final class HoldTopology {
  private final String tablePath;
  private final RowType rowType;
  private final List<String> partitionColumns;
  private final HoldSettings settings;

  /**
   * @throws DeltaException where the table has no such partitions
   */
  public HoldTopology(
      String tablePath, RowType rowType, List<String> partitionColumns, HoldSettings settings) {
    this.tablePath = tablePath;
    this.rowType = rowType;
    this.partitionColumns = partitionColumns;
    this.settings = settings;
    if (!partitionColumns.contains(settings.partitionColumn())) {
      throw new DeltaException(
          "Table "
              + tablePath
              + " is not partitioned by '"
              + settings.partitionColumn()
              + "' (but by "
              + partitionColumns
              + "), by which its rows are to be held back. Name a partition column.");
    }
  }

  public SingleOutputStreamOperator<RowData> addTo(
      DataStream<RowData> changes, OperatorSetup setup) {
    InternalTypeInfo<RowData> type = InternalTypeInfo.of(rowType);
    SingleOutputStreamOperator<RowData> tap =
        changes.transform("progress", type, new ProgressTap(time(settings.timeColumn())));
    setup.apply(tap, "progress").setParallelism(changes.getParallelism());
    SingleOutputStreamOperator<RowData> hold =
        aligned(tap.keyBy(new PrimaryKeySelector(rowType, partitionColumns)))
            .connect(aligned(tap.getSideOutput(ProgressTap.PROGRESS).broadcast()))
            .transform(
                "hold",
                type,
                new PartitionHold(
                    rowType, partitionColumns, time(settings.partitionColumn()), settings));
    return setup.apply(hold, "hold");
  }

  private TimeOfRow time(String column) {
    return new TimeOfRow(tablePath, rowType, column, settings.zone());
  }

  /** An unaligned barrier would overtake rows that belong before it. */
  private static <T, S extends DataStream<T>> S aligned(S stream) {
    ((PartitionTransformation<?>) stream.getTransformation())
        .getPartitioner()
        .disableUnalignedCheckpoints();
    return stream;
  }
}
