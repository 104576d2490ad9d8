package io.alluvium.state.trial;

import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamSource;
import org.apache.flink.streaming.api.transformations.LegacySinkTransformation;
import org.apache.flink.streaming.api.transformations.LegacySourceTransformation;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.apache.flink.streaming.api.transformations.SourceTransformation;

/**
 * Leaves of a job of Flink SQL what the planner has made, and takes away all by which it is
 * noticed: its sources hold what they were restored with and read nothing, and what connectors have
 * added to write tables is cut off.
 */
final class HeldJob {
  /** How the planner describes what it makes; connectors do not. */
  private static final Pattern OF_PLANNER = Pattern.compile("^\\[\\d+]:.*", Pattern.DOTALL);

  private HeldJob() {}

  /** Changes all operators of an environment so. */
  static void hold(StreamExecutionEnvironment environment) {
    List<Transformation<?>> all = environment.getTransformations();
    Set<Transformation<?>> ends = new LinkedHashSet<>();
    all.forEach(transformation -> addEnds(transformation, ends));
    all.clear();
    for (Transformation<?> end : ends) {
      end.getTransitivePredecessors().forEach(HeldJob::holdSource);
      discard(environment, end);
    }
  }

  private static void addEnds(Transformation<?> transformation, Set<Transformation<?>> ends) {
    if (isSource(transformation) || isOfPlanner(transformation)) {
      ends.add(transformation);
    } else {
      transformation.getInputs().forEach(input -> addEnds(input, ends));
    }
  }

  private static boolean isSource(Transformation<?> transformation) {
    return transformation instanceof SourceTransformation
        || transformation instanceof LegacySourceTransformation;
  }

  private static boolean isOfPlanner(Transformation<?> transformation) {
    return transformation.getDescription() != null
        && OF_PLANNER.matcher(transformation.getDescription()).matches()
        && !(transformation instanceof SinkTransformation)
        && !(transformation instanceof LegacySinkTransformation);
  }

  private static <T> void discard(StreamExecutionEnvironment environment, Transformation<T> end) {
    new DataStream<>(environment, end)
        .sinkTo(new DiscardingSink<>())
        .setParallelism(end.getParallelism());
  }

  private static void holdSource(Transformation<?> transformation) {
    if (transformation instanceof SourceTransformation<?, ?, ?> source) {
      if (!(source.getSource() instanceof HeldSource)) {
        set(SourceTransformation.class, "source", source, held(source.getSource()));
      }
    } else if (transformation instanceof LegacySourceTransformation<?> source) {
      set(
          LegacySourceTransformation.class,
          "operatorFactory",
          source,
          SimpleOperatorFactory.of(new StreamSource<>(new HeldFunction<>())));
    }
  }

  private static Source<?, ?, ?> held(Source<?, ?, ?> source) {
    return new HeldSource<>(source);
  }

  /** What a transformation is made of cannot be changed otherwise, nor its place be taken. */
  private static void set(Class<?> owner, String name, Object object, Object value) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      field.set(object, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another release of Flink than this was made for", e);
    }
  }
}
