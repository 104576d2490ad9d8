package io.alluvium.connectors.delta.sink.history;

import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import io.alluvium.connectors.delta.sink.upsert.UpsertTopology.OperatorSetup;
import org.apache.flink.annotation.Internal;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/** Makes the changes of rows into changes of their versions. */
@Internal
public record HistoryTopology(String tablePath, RowType rowType, HistorySettings settings) {

  public SingleOutputStreamOperator<RowData> addTo(
      DataStream<RowData> changes, OperatorSetup setup) {
    return setup.apply(
        changes
            .keyBy(new PrimaryKeySelector(rowType, settings.key()))
            .process(new HistoryFunction(tablePath, rowType, settings))
            .returns(InternalTypeInfo.of(rowType)),
        "history");
  }
}
