package io.alluvium.state.keys;

import io.alluvium.state.StateException;
import io.alluvium.state.savepoint.KeyedStates;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.Savepoint;
import java.util.ArrayList;
import java.util.List;
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
   * Reads all states by key, without timers.
   *
   * @param samples of keys, of each state
   * @throws StateException where Flink does not restore the state
   */
  public List<StateContents> read(OperatorEntry operator, int samples) {
    KeyedStates states = savepoint.keyedStates(operator);
    if (states.key() == null || states.states().isEmpty()) {
      return List.of();
    }
    Configuration settings = new Configuration();
    settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.path());
    settings.set(StateRecoveryOptions.RESTORE_MODE, RestoreMode.NO_CLAIM);
    // Of all other operators.
    settings.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    settings.set(StateBackendOptions.STATE_BACKEND, states.isOfRocksDb() ? "rocksdb" : "hashmap");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, settings);
    DataStream<Long> nothing = environment.fromSequence(0, 0).filter(number -> false);
    List<StateContents> contents = new ArrayList<>();
    try (CloseableIterator<byte[]> found =
        scan(nothing, states, samples).executeAndCollect("The keys of " + savepoint.path())) {
      while (found.hasNext()) {
        contents.add(
            InstantiationUtil.deserializeObject(found.next(), KeyReader.class.getClassLoader()));
      }
    } catch (Exception e) {
      throw new StateException(
          "The state of the operator "
              + operator.id()
              + " in "
              + savepoint.path()
              + " cannot be restored: "
              + innermost(e),
          e);
    }
    return contents;
  }

  private static DataStream<byte[]> scan(
      DataStream<Long> nothing, KeyedStates states, int samples) {
    SimpleOperatorFactory<byte[]> scan =
        SimpleOperatorFactory.of(new KeyScan(states.states(), samples));
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

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }
}
