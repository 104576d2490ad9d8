package io.alluvium.models.unittest.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.sink.RichSinkFunction;
import org.apache.flink.table.connector.RuntimeConverter;
import org.apache.flink.table.connector.sink.DynamicTableSink.DataStructureConverter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.Row;
import org.apache.flink.util.InstantiationUtil;

/**
 * Keeps all rows in its state, as a sink does that writes each exactly once, and gives them as an
 * accumulator of the job when the input ends.
 */
final class CollectingFunction extends RichSinkFunction<RowData> implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final DataStructureConverter converter;

  private transient List<byte[]> rows;
  private transient ListState<byte[]> state;
  private transient ListAccumulator<byte[]> collected;

  CollectingFunction(DataStructureConverter converter) {
    this.converter = converter;
  }

  @Override
  public void open(Configuration parameters) {
    converter.open(RuntimeConverter.Context.create(getClass().getClassLoader()));
    collected = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(CollectedRows.ACCUMULATOR, collected);
  }

  @Override
  public void invoke(RowData value, Context context) throws Exception {
    Row row = (Row) converter.toExternal(value);
    row.setKind(value.getRowKind());
    rows.add(InstantiationUtil.serializeObject(row));
  }

  @Override
  public void finish() {
    rows.forEach(collected::add);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    rows = new ArrayList<>();
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("rows", BytePrimitiveArraySerializer.INSTANCE));
    state.get().forEach(rows::add);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(rows);
  }
}
