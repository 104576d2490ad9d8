package io.alluvium.models.aggregate;

import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.keyselector.RowDataKeySelector;
import org.apache.flink.table.runtime.operators.aggregate.MiniBatchLocalGroupAggFunction;
import org.apache.flink.table.runtime.operators.aggregate.window.LocalSlicingWindowAggOperator;
import org.apache.flink.table.runtime.operators.bundle.AbstractMapBundleOperator;
import org.apache.flink.table.runtime.operators.bundle.MapBundleOperator;
import org.apache.flink.table.runtime.operators.bundle.trigger.CountBundleTrigger;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SliceAssigner;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/**
 * Puts our operators in the place of the planner's that aggregate before the exchange. Both are
 * without state and give the same rows on, so that a job may be restored with either.
 *
 * <p>The planner's operators and their factories do not tell what they were made of, so that it is
 * read from their private fields, which are those of Flink 1.20.
 */
public final class LocalAggregation {
  /** As many groups of windows as are held at a time; about 10 MB. */
  private static final long MOST_GROUPS_OF_WINDOWS = 1 << 16;

  private LocalAggregation() {}

  /** Replaces the operators that ours can do the work of, in all that some sinks read. */
  public static void replaceIn(Collection<? extends Transformation<?>> sinks) {
    Set<Transformation<?>> seen = new HashSet<>();
    for (Transformation<?> sink : sinks) {
      for (Transformation<?> transformation : sink.getTransitivePredecessors()) {
        if (seen.add(transformation)
            && transformation instanceof OneInputTransformation<?, ?> one
            && one.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory) {
          replacement(one, factory.getOperator())
              .ifPresent(
                  operator ->
                      PrivateField.set(
                          OneInputTransformation.class,
                          "operatorFactory",
                          one,
                          SimpleOperatorFactory.of(operator)));
        }
      }
    }
  }

  private static Optional<OneInputStreamOperator<RowData, RowData>> replacement(
      OneInputTransformation<?, ?> transformation, StreamOperator<?> operator) {
    if (operator instanceof MapBundleOperator<?, ?, ?, ?> bundles
        && PrivateField.get(AbstractMapBundleOperator.class, "function", bundles)
            instanceof MiniBatchLocalGroupAggFunction) {
      RowDataKeySelector key =
          (RowDataKeySelector) PrivateField.get(MapBundleOperator.class, "keySelector", bundles);
      long most =
          (long)
              PrivateField.get(
                  CountBundleTrigger.class,
                  "maxCount",
                  PrivateField.get(AbstractMapBundleOperator.class, "bundleTrigger", bundles));
      return aggregate(transformation, key, most, false).map(LocalAggregateOperator::new);
    }
    if (operator instanceof LocalSlicingWindowAggOperator windows) {
      Class<?> type = LocalSlicingWindowAggOperator.class;
      RowDataKeySelector key = (RowDataKeySelector) PrivateField.get(type, "keySelector", windows);
      return aggregate(transformation, key, MOST_GROUPS_OF_WINDOWS, true)
          .map(
              aggregate ->
                  new LocalWindowAggregateOperator(
                      aggregate,
                      (SliceAssigner) PrivateField.get(type, "sliceAssigner", windows),
                      (ZoneId) PrivateField.get(type, "shiftTimezone", windows)));
    }
    return Optional.empty();
  }

  private static Optional<LocalAggregate> aggregate(
      OneInputTransformation<?, ?> transformation,
      RowDataKeySelector key,
      long most,
      boolean sliced) {
    if (!(transformation.getInputType() instanceof InternalTypeInfo<?> input)
        || !(transformation.getOutputType() instanceof InternalTypeInfo<?> output)
        || transformation.getDescription() == null) {
      return Optional.empty();
    }
    int keyFields = key.getProducedType().toRowFieldTypes().length;
    return AggregateDescription.read(
            transformation.getDescription(),
            input.toRowType(),
            output.toRowType(),
            keyFields,
            sliced)
        .map(accumulators -> new LocalAggregate(key, keyFields, accumulators, most));
  }
}
