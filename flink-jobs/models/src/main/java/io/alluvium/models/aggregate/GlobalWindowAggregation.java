package io.alluvium.models.aggregate;

import java.time.ZoneId;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.generated.GeneratedNamespaceAggsHandleFunction;
import org.apache.flink.table.runtime.operators.aggregate.window.buffers.RecordsWindowBuffer;
import org.apache.flink.table.runtime.operators.aggregate.window.combines.GlobalAggCombiner;
import org.apache.flink.table.runtime.operators.aggregate.window.processors.AbstractSliceWindowAggProcessor;
import org.apache.flink.table.runtime.operators.aggregate.window.processors.AbstractWindowAggProcessor;
import org.apache.flink.table.runtime.operators.aggregate.window.processors.SliceUnsharedWindowAggProcessor;
import org.apache.flink.table.runtime.operators.window.tvf.common.WindowAggOperator;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SliceUnsharedAssigner;

/** Windows behind the exchange, of which each has groups of its own: tumbling ones. */
final class GlobalWindowAggregation {
  /** Of a {@link WindowAggOperator}. */
  /** More than the groups have, but where keys or values are very long. */
  private static final long MOST_BYTES = 64 << 20;

  static final String PROCESSOR = "windowProcessor";

  private GlobalWindowAggregation() {}

  /**
   * Lets windows whose accumulators are ours be given from memory. The operator stays Flink's, and
   * with it its state.
   */
  static void replace(Transformation<?> transformation) {
    if (transformation instanceof OneInputTransformation<?, ?> one
        && one.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory
        && factory.getOperator() instanceof WindowAggOperator<?, ?> operator
        && one.getInputs().get(0) instanceof PartitionTransformation<?> exchange
        && exchange.getInputs().get(0) instanceof OneInputTransformation<?, ?> local
        && local.getOperatorFactory() instanceof SimpleOperatorFactory<?> localFactory
        && localFactory.getOperator() instanceof LocalWindowAggregateOperator
        && PrivateField.get(WindowAggOperator.class, PROCESSOR, operator)
            instanceof SliceUnsharedWindowAggProcessor windows) {
      PrivateField.set(
          WindowAggOperator.class,
          PROCESSOR,
          operator,
          heldWindows(windows, LocalAggregation.MOST_GROUPS_OF_WINDOWS, MOST_BYTES));
    }
  }

  /** Of the same windows, with so many groups and bytes in memory. */
  @SuppressWarnings("unchecked")
  static HeldWindowProcessor heldWindows(
      SliceUnsharedWindowAggProcessor windows, int most, long mostBytes) {
    Class<?> general = AbstractWindowAggProcessor.class;
    Class<?> sliced = AbstractSliceWindowAggProcessor.class;
    Object combiner =
        PrivateField.get(
            RecordsWindowBuffer.Factory.class,
            "factory",
            PrivateField.get(sliced, "windowBufferFactory", windows));
    Class<?> combined = GlobalAggCombiner.Factory.class;
    return new HeldWindowProcessor(
        (GeneratedNamespaceAggsHandleFunction<Long>)
            PrivateField.get(general, "genAggsHandler", windows),
        (SliceUnsharedAssigner) PrivateField.get(sliced, "sliceAssigner", windows),
        (TypeSerializer<RowData>) PrivateField.get(general, "accSerializer", windows),
        (ZoneId) PrivateField.get(general, "shiftTimeZone", windows),
        (GeneratedNamespaceAggsHandleFunction<Long>)
            PrivateField.get(combined, "genLocalAggsHandler", combiner),
        (GeneratedNamespaceAggsHandleFunction<Long>)
            PrivateField.get(combined, "genGlobalAggsHandler", combiner),
        most,
        mostBytes);
  }
}
