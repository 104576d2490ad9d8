package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions;
import org.apache.flink.contrib.streaming.state.RocksDBOptions;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.writer.BinaryRowWriter;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the index of keys costs in RocksDB, by the bytes of its checkpoints: of all files, those
 * that RocksDB has yet to compact among them.
 */
class StateSizeTest {
  private static final int KEYS = 1_000_000;
  private static final int CHANGES_PER_CHECKPOINT = 50_000;
  private static final int CHECKPOINTS = 8;
  private static final int KEYS_PER_FILE = 100_000;
  private static final long BYTES_PER_KEY = 70;

  @TempDir Path folder;

  /** Of a number, the key that a table might have. */
  private record Kind(String name, LogicalType type, LongFunction<Object> of) {
    BinaryRowData key(long number) {
      BinaryRowData key = new BinaryRowData(1);
      BinaryRowWriter writer = new BinaryRowWriter(key);
      if (of.apply(number) instanceof Long id) {
        writer.writeLong(0, id);
      } else {
        writer.writeString(0, StringData.fromString((String) of.apply(number)));
      }
      writer.complete();
      return key;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
            new Kind("BIGINT", new BigIntType(), number -> number * 0x9E3779B97F4A7C15L),
            new Kind(
                "STRING of 16 characters",
                VarCharType.STRING_TYPE,
                number -> String.format("meter-%010d", number * 6_364_136_223L % 9_999_999_967L)),
            new Kind(
                "UUID as STRING",
                VarCharType.STRING_TYPE,
                number -> new UUID(new Random(number).nextLong(), ~number).toString()))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKeyCostsAtMost70BytesAfterAnyCheckpoint(Kind kind) throws Exception {
    Random random = new Random(1);
    Index operator = new Index();
    try (Harness harness = new Harness(operator, kind.type())) {
      harness.setStateBackend(rocksDb());
      harness.setCheckpointStorage(new FileSystemCheckpointStorage(folder.toUri()));
      harness.open();
      for (int key = 0; key < KEYS; key++) {
        operator.index.put(
            kind.key(key), RowLocation.of(1 + key / KEYS_PER_FILE, key % KEYS_PER_FILE));
      }
      for (int checkpoint = 1; checkpoint <= CHECKPOINTS; checkpoint++) {
        long bytes = bytesOf(harness, checkpoint);
        assertThat(bytes)
            .as("bytes of %,d keys at checkpoint %d", KEYS, checkpoint)
            .isLessThanOrEqualTo(BYTES_PER_KEY * KEYS);
        for (int row = 0; row < CHANGES_PER_CHECKPOINT; row++) {
          operator.index.put(
              kind.key(random.nextInt(KEYS)), RowLocation.of(KEYS + checkpoint, row));
        }
      }
    }
  }

  /** All files of a checkpoint, also those that an earlier one had already. */
  private static long bytesOf(Harness harness, long checkpoint) throws Exception {
    long bytes = 0;
    // As long as no checkpoint is said to be complete, each holds all its files.
    for (KeyedStateHandle handle :
        harness.snapshot(checkpoint, checkpoint).getManagedKeyedState()) {
      assertThat(handle).isInstanceOf(IncrementalRemoteKeyedStateHandle.class);
      bytes += handle.getStateSize();
    }
    return bytes;
  }

  /** With the settings that the documentation asks for. */
  private static EmbeddedRocksDBStateBackend rocksDb() {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE, MemorySize.ofMebiBytes(4));
    configuration.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    configuration.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
    configuration.set(RocksDBConfigurableOptions.USE_DYNAMIC_LEVEL_SIZE, true);
    configuration.set(RocksDBConfigurableOptions.MAX_SIZE_LEVEL_BASE, MemorySize.ofMebiBytes(32));
    configuration.set(RocksDBConfigurableOptions.TARGET_FILE_SIZE_BASE, MemorySize.ofMebiBytes(8));
    configuration.set(RocksDBOptions.FIX_PER_SLOT_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    return new EmbeddedRocksDBStateBackend()
        .configure(configuration, StateSizeTest.class.getClassLoader());
  }

  private static final class Index extends AbstractStreamOperator<Long>
      implements OneInputStreamOperator<RowData, Long> {
    private static final long serialVersionUID = 1L;
    private transient KeyIndex index;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      index = new StateKeyIndex(context.getKeyedStateStore(), getKeyedStateBackend());
    }

    @Override
    public void processElement(StreamRecord<RowData> element) {
      throw new UnsupportedOperationException("the index is written to directly");
    }
  }

  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<RowData, RowData, Long> {
    Harness(Index operator, LogicalType type) throws Exception {
      super(operator, row -> row, InternalTypeInfo.of(RowType.of(type)));
    }
  }
}
