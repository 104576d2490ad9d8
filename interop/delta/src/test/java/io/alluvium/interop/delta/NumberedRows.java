package io.alluvium.interop.delta;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** Streams of rows that take a while, so that several checkpoints divide them. */
final class NumberedRows {
  static final RowType ROW_TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
                  DataTypes.FIELD("amount", DataTypes.BIGINT()),
                  DataTypes.FIELD("note", DataTypes.STRING()))
              .getLogicalType();

  private static final int PAUSE_EVERY = 50;

  private NumberedRows() {}

  static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(2);
    environment.enableCheckpointing(200);
    return environment;
  }

  /** Each number once, without an end; none while the valve is closed. */
  static DataStream<RowData> inserts(StreamExecutionEnvironment environment, Valve valve) {
    return rows(
        environment,
        Long.MAX_VALUE,
        valve,
        number -> row(RowKind.INSERT, number, number * 3, "note " + number));
  }

  /**
   * Each key in turn, again and again, with its update's number; none while the valve is closed.
   */
  static DataStream<RowData> updates(
      StreamExecutionEnvironment environment, int keys, Valve valve) {
    return rows(
        environment,
        Long.MAX_VALUE,
        valve,
        number -> row(RowKind.UPDATE_AFTER, number % keys, number, "note " + number % 9));
  }

  /** Inserts, updates and deletes of few keys. */
  static DataStream<RowData> changes(StreamExecutionEnvironment environment, long count, int keys) {
    return rows(
        environment,
        count,
        () -> true,
        number -> {
          Random random = new Random(number);
          long id = random.nextInt(keys);
          return random.nextInt(6) == 0
              ? row(RowKind.DELETE, id, null, null)
              : row(RowKind.UPDATE_AFTER, id, number, "note " + random.nextInt(9));
        });
  }

  private static RowData row(RowKind kind, long id, Long amount, String note) {
    return GenericRowData.ofKind(kind, id, amount, StringData.fromString(note));
  }

  private static DataStream<RowData> rows(
      StreamExecutionEnvironment environment, long count, Valve valve, RowOfNumber rowOfNumber) {
    return environment
        .fromSequence(0, count - 1)
        .setParallelism(1)
        .map(new Paced(valve, rowOfNumber))
        .returns(InternalTypeInfo.of(ROW_TYPE))
        .setParallelism(1);
  }

  private interface RowOfNumber extends java.io.Serializable {
    RowData apply(long number);
  }

  /** Reaches a flag of the test from the job, which runs in the same JVM. */
  interface Valve extends java.io.Serializable {
    boolean isOpen();
  }

  private record Paced(Valve valve, RowOfNumber rowOfNumber) implements MapFunction<Long, RowData> {
    private static final Duration PAUSE = Duration.ofMillis(5);

    @Override
    public RowData map(Long number) {
      if (number % PAUSE_EVERY == 0) {
        do {
          LockSupport.parkNanos(PAUSE.toNanos());
        } while (!valve.isOpen() && !Thread.currentThread().isInterrupted());
      }
      return rowOfNumber.apply(number);
    }
  }
}
