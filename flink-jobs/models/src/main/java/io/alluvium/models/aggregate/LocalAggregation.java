package io.alluvium.models.aggregate;

import io.alluvium.udfs.time.ToMillis;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.runtime.keyselector.RowDataKeySelector;
import org.apache.flink.table.runtime.operators.CodeGenOperatorFactory;
import org.apache.flink.table.runtime.operators.aggregate.MiniBatchLocalGroupAggFunction;
import org.apache.flink.table.runtime.operators.aggregate.window.LocalSlicingWindowAggOperator;
import org.apache.flink.table.runtime.operators.bundle.AbstractMapBundleOperator;
import org.apache.flink.table.runtime.operators.bundle.MapBundleOperator;
import org.apache.flink.table.runtime.operators.bundle.trigger.CountBundleTrigger;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SliceAssigner;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Puts our operators in the place of the planner's that aggregate before the exchange, and lets
 * windows behind it be given from memory. The former are without state, the state of the latter is
 * Flink's, and both give the same rows on, so that a job may be restored with either.
 *
 * <p>The planner's operators and their factories do not tell what they were made of, so that it is
 * read from their private fields, which are those of Flink 1.20.
 */
public final class LocalAggregation {
  /** As many groups of windows as are held at a time; 10 MB before the exchange, 30 behind it. */
  static final int MOST_GROUPS_OF_WINDOWS = 1 << 16;

  private LocalAggregation() {}

  /** Replaces the operators that ours can do the work of, in all that some sinks read. */
  public static void replaceIn(Collection<? extends Transformation<?>> sinks) {
    Set<Transformation<?>> all = new HashSet<>();
    sinks.forEach(sink -> all.addAll(sink.getTransitivePredecessors()));
    for (Transformation<?> transformation : all) {
      if (transformation instanceof OneInputTransformation<?, ?> one
          && one.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory) {
        replacement(one, factory.getOperator())
            .ifPresent(
                operator -> {
                  replace(one, operator);
                  replaceProjection(one.getInputs().get(0), all);
                });
      }
    }
    all.forEach(GlobalWindowAggregation::replace);
  }

  /**
   * The planner's operator that chooses columns copies each string, in case somebody keeps it; ours
   * that aggregate do not. Only where nobody else gets the rows.
   */
  private static void replaceProjection(
      Transformation<?> transformation, Collection<Transformation<?>> all) {
    if (transformation instanceof OneInputTransformation<?, ?> one
        && one.getOperatorFactory() instanceof CodeGenOperatorFactory<?> factory
        && one.getInputType() instanceof InternalTypeInfo<?> input
        && one.getOutputType() instanceof InternalTypeInfo<?> output
        && one.getDescription() != null
        && all.stream().filter(reader -> reader.getInputs().contains(one)).count() == 1) {
      Projection.read(one.getDescription(), input.toRowType(), output.toRowType())
          .filter(projection -> projection.isOf(factory.getGeneratedClass().getCode()))
          .filter(projection -> projection.cuts() == callsToMillis(factory))
          .ifPresent(projection -> replace(one, new ProjectionOperator(projection)));
    }
  }

  /** And nothing else: a project may have a function of its own of that name. */
  private static boolean callsToMillis(CodeGenOperatorFactory<?> factory) {
    List<Object> functions =
        Arrays.stream(factory.getGeneratedClass().getReferences())
            .filter(UserDefinedFunction.class::isInstance)
            .toList();
    return !functions.isEmpty() && functions.stream().allMatch(ToMillis.class::isInstance);
  }

  private static void replace(
      OneInputTransformation<?, ?> transformation,
      OneInputStreamOperator<RowData, RowData> operator) {
    PrivateField.set(
        OneInputTransformation.class,
        "operatorFactory",
        transformation,
        SimpleOperatorFactory.of(operator));
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
    RowType from = input.toRowType();
    RowType to = output.toRowType();
    return AggregateDescription.read(transformation.getDescription(), from, to, keyFields, sliced)
        .flatMap(
            accumulators ->
                KeyColumns.of(from, to, keyFields)
                    .map(columns -> new LocalAggregate(columns, accumulators, most)));
  }
}
