package io.alluvium.state.keys;

import io.alluvium.state.StateException;
import io.alluvium.state.savepoint.KeyedStates;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.InstantiationUtil;

/**
 * Reads an operator's state by key. The state is restored, into this process and its temporary
 * folder, as Flink restores it: whatever it was written with can be read, and takes as long.
 */
public final class KeyReader {
  private final Savepoint savepoint;

  public KeyReader(Savepoint savepoint) {
    this.savepoint = savepoint;
  }

  /**
   * Reads all states by key of an operator, without timers.
   *
   * @param samples of keys, of each state
   * @throws StateException where Flink does not restore the state
   */
  public List<StateContents> read(OperatorEntry operator, int samples) {
    return read(List.of(operator), samples, false).getOrDefault(operator.id(), List.of());
  }

  /**
   * Reads all states by key of several operators, without timers, and digests what they hold.
   *
   * @return by the operator's id; those without such state are left out
   * @throws StateException where Flink does not restore the state
   */
  public Map<String, List<StateContents>> digest(List<OperatorEntry> operators) {
    return read(operators, 0, true);
  }

  private Map<String, List<StateContents>> read(
      List<OperatorEntry> operators, int samples, boolean digests) {
    Map<Boolean, List<KeyedStates>> byFormat =
        operators.stream()
            .map(savepoint::keyedStates)
            .filter(states -> states.key() != null && !states.states().isEmpty())
            .collect(Collectors.partitioningBy(KeyedStates::isOfRocksDb));
    Map<String, List<StateContents>> contents = new HashMap<>();
    byFormat.forEach(
        (isOfRocksDb, states) -> {
          if (!states.isEmpty()) {
            read(states, isOfRocksDb, samples, digests, contents);
          }
        });
    return contents;
  }

  private void read(
      List<KeyedStates> operators,
      boolean isOfRocksDb,
      int samples,
      boolean digests,
      Map<String, List<StateContents>> contents) {
    Configuration settings = new Configuration();
    settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.path());
    settings.set(StateRecoveryOptions.RESTORE_MODE, RestoreMode.NO_CLAIM);
    // Of all other operators.
    settings.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    settings.set(StateBackendOptions.STATE_BACKEND, isOfRocksDb ? "rocksdb" : "hashmap");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, settings);
    DataStream<Long> nothing = environment.fromSequence(0, 0).filter(number -> false);
    DataStream<byte[]> scans =
        operators.stream()
            .map(states -> scan(nothing, states, new KeyScan(states, samples, digests)))
            .reduce((one, other) -> one.union(other))
            .orElseThrow();
    try (CloseableIterator<byte[]> found =
        scans.executeAndCollect("The keys of " + savepoint.path())) {
      while (found.hasNext()) {
        KeyScan.Found one =
            InstantiationUtil.deserializeObject(found.next(), KeyReader.class.getClassLoader());
        contents.computeIfAbsent(one.operator(), id -> new ArrayList<>()).add(one.contents());
      }
    } catch (Exception e) {
      throw new StateException(
          "The state of "
              + operators.stream()
                  .map(states -> states.operator().toHexString())
                  .collect(Collectors.joining(", "))
              + " in "
              + savepoint.path()
              + " cannot be restored: "
              + StateException.reason(e),
          e);
    }
  }

  private static DataStream<byte[]> scan(
      DataStream<Long> nothing, KeyedStates states, KeyScan operation) {
    SimpleOperatorFactory<byte[]> scan = SimpleOperatorFactory.of(operation);
    scan.setChainingStrategy(ChainingStrategy.NEVER);
    OneInputTransformation<Long, byte[]> operator =
        new OneInputTransformation<>(
            nothing.getTransformation(),
            "scan",
            scan,
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
            1);
    operator.setUidHash(states.operator().toHexString());
    operator.setMaxParallelism(states.maxParallelism());
    operator.setStateKeySelector(
        element -> {
          throw new IllegalStateException("it has no input");
        });
    operator.setStateKeyType(new SerializerType<>(states.key()));
    StreamExecutionEnvironment environment = nothing.getExecutionEnvironment();
    environment.addOperator(operator);
    return new SingleOutputStreamOperator<>(environment, operator) {};
  }
}
