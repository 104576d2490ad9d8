package io.alluvium.connectors.delta.sink.upsert;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;

/**
 * Makes a job's operators and committer fail at chosen places, each once.
 *
 * <p>A place is an operator's name, the method that is called and whether it fails before or after
 * the call: {@code write.prepareSnapshotPreBarrier.after}. The operators themselves are not
 * touched: a proxy stands before each.
 */
public final class Faults {
  private static final Map<String, Faults> BY_ID = new ConcurrentHashMap<>();

  /** Of a merge-on-read sink. */
  public static final List<String> PLACES =
      List.of(
          "watch.prepareSnapshotPreBarrier.before",
          "watch.prepareSnapshotPreBarrier.after",
          "watch.snapshotState.before",
          "write.prepareSnapshotPreBarrier.before",
          "write.prepareSnapshotPreBarrier.after",
          "write.snapshotState.before",
          "write.snapshotState.after",
          "vectors.prepareSnapshotPreBarrier.before",
          "vectors.prepareSnapshotPreBarrier.after",
          "vectors.snapshotState.before",
          "vectors.snapshotState.after",
          "aggregate.prepareSnapshotPreBarrier.after",
          "aggregate.snapshotState.before",
          "aggregate.snapshotState.after",
          "commit.before",
          "commit.after",
          "write.endInput.before",
          "write.endInput.after",
          "vectors.endInput.after",
          "aggregate.endInput.after");

  /** Of an append sink. */
  public static final List<String> APPEND_PLACES =
      List.of(
          "append.prepareSnapshotPreBarrier.before",
          "append.prepareSnapshotPreBarrier.after",
          "append.snapshotState.before",
          "append.snapshotState.after",
          "append.notifyCheckpointComplete.before",
          "aggregate.prepareSnapshotPreBarrier.before",
          "aggregate.prepareSnapshotPreBarrier.after",
          "aggregate.snapshotState.before",
          "aggregate.snapshotState.after",
          "commit.before",
          "commit.after",
          "append.endInput.before",
          "append.endInput.after",
          "aggregate.endInput.after");

  /** Of an operator named {@code read} that is chained to a source. */
  public static final List<String> SOURCE_PLACES =
      List.of(
          "read.prepareSnapshotPreBarrier.before",
          "read.snapshotState.before",
          "read.snapshotState.after",
          "read.notifyCheckpointComplete.before",
          "read.notifyCheckpointComplete.after");

  private final String id;
  private final Map<String, Integer> remainingCalls = new ConcurrentHashMap<>();
  private final Set<String> fired = ConcurrentHashMap.newKeySet();

  public Faults(String id) {
    this.id = id;
    BY_ID.put(id, this);
  }

  /** Lets a place fail at its n-th call, counted from 1. */
  public Faults failAt(String place, int call) {
    remainingCalls.put(place, call);
    return this;
  }

  /** Lets some of the places fail, drawn at random, each once. */
  public Faults failAtRandom(List<String> places, int count, Random random) {
    for (int i = 0; i < count; i++) {
      String place = places.get(random.nextInt(places.size()));
      failAt(place, place.contains("endInput") ? 1 : 1 + random.nextInt(5));
    }
    return this;
  }

  public Set<String> fired() {
    return new LinkedHashSet<>(fired);
  }

  private static void reach(String id, String place) {
    Faults faults = BY_ID.get(id);
    Integer remaining = faults.remainingCalls.computeIfPresent(place, (key, calls) -> calls - 1);
    if (remaining != null && remaining == 0) {
      faults.fired.add(place);
      throw new IllegalStateException("induced failure at " + place);
    }
  }

  /** Puts proxies before the sink's operators. To be called once the job is built. */
  public void installIn(StreamExecutionEnvironment environment) throws Exception {
    for (Transformation<?> transformation : environment.getTransformations()) {
      String name = transformation.getName();
      String operator = name.substring(name.indexOf(": ") + 2);
      if (transformation instanceof SinkTransformation<?, ?>) {
        replace(transformation, "sink", sink -> new FaultySink(id, (Sink<Object>) sink));
      } else if (name.contains(": ")
          && (transformation instanceof OneInputTransformation<?, ?>
              || transformation instanceof TwoInputTransformation<?, ?, ?>)) {
        replace(
            transformation,
            "operatorFactory",
            factory -> new FaultyFactory(id, operator, (StreamOperatorFactory<Object>) factory));
      }
    }
  }

  private interface Replacement {
    Object of(Object original);
  }

  private static void replace(Object owner, String fieldName, Replacement replacement)
      throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(fieldName);
    field.setAccessible(true);
    field.set(owner, replacement.of(field.get(owner)));
  }

  private static final class FaultyFactory extends AbstractStreamOperatorFactory<Object> {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final String operator;
    private final StreamOperatorFactory<Object> original;

    FaultyFactory(String id, String operator, StreamOperatorFactory<Object> original) {
      this.id = id;
      this.operator = operator;
      this.original = original;
      setChainingStrategy(original.getChainingStrategy());
    }

    @Override
    public <T extends StreamOperator<Object>> T createStreamOperator(
        StreamOperatorParameters<Object> parameters) {
      ((AbstractStreamOperatorFactory<Object>) original)
          .setProcessingTimeService(parameters.getProcessingTimeService());
      T created = original.createStreamOperator(parameters);
      return (T)
          Proxy.newProxyInstance(
              Faults.class.getClassLoader(),
              interfacesOf(created.getClass()).toArray(new Class<?>[0]),
              (proxy, method, arguments) -> call(created, method, arguments));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
      reach(id, operator + "." + method.getName() + ".before");
      Object result;
      try {
        result = method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      reach(id, operator + "." + method.getName() + ".after");
      return result;
    }

    private static Set<Class<?>> interfacesOf(Class<?> type) {
      Set<Class<?>> interfaces = new LinkedHashSet<>();
      for (Class<?> current = type; current != null; current = current.getSuperclass()) {
        for (Class<?> found : current.getInterfaces()) {
          interfaces.add(found);
        }
      }
      return interfaces;
    }

    @Override
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
      return original.getStreamOperatorClass(loader);
    }
  }

  private static final class FaultySink implements Sink<Object>, SupportsCommitter<Object> {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final Sink<Object> original;

    FaultySink(String id, Sink<Object> original) {
      this.id = id;
      this.original = original;
    }

    @Override
    public SinkWriter<Object> createWriter(WriterInitContext context) throws java.io.IOException {
      return original.createWriter(context);
    }

    @Override
    @SuppressWarnings("deprecation")
    public SinkWriter<Object> createWriter(InitContext context) throws java.io.IOException {
      return original.createWriter(context);
    }

    @Override
    public Committer<Object> createCommitter(CommitterInitContext context)
        throws java.io.IOException {
      Committer<Object> committer = ((SupportsCommitter<Object>) original).createCommitter(context);
      return new Committer<>() {
        @Override
        public void commit(Collection<CommitRequest<Object>> requests)
            throws java.io.IOException, InterruptedException {
          reach(id, "commit.before");
          committer.commit(requests);
          reach(id, "commit.after");
        }

        @Override
        public void close() throws Exception {
          committer.close();
        }
      };
    }

    @Override
    public SimpleVersionedSerializer<Object> getCommittableSerializer() {
      return ((SupportsCommitter<Object>) original).getCommittableSerializer();
    }
  }
}
