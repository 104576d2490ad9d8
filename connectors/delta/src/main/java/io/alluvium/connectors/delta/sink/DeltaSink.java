package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.sink.upsert.CompactionSettings;
import io.alluvium.connectors.delta.sink.upsert.MergeOnReadTable;
import io.alluvium.connectors.delta.sink.upsert.UpsertSettings;
import io.alluvium.connectors.delta.sink.upsert.UpsertTopology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Preconditions;

/**
 * Writes a stream of rows to a Delta table, exactly once: the rows of a checkpoint appear in one
 * commit, when the checkpoint is complete.
 *
 * <pre>
 * append:         rows ─► AppendWriter (N) ──────────────────────────────────────────────┐
 * copy-on-write:  rows ─keyBy key─► FileAssigner (N) ─keyBy group─► FileGroupRewriter (N) ┼─► CommitAggregator (1) ─► CommitSink (1)
 * merge-on-read:  rows ─keyBy key─► UpsertWriter (N) ─keyBy file─► DeletionVectorWriter (N) ┘
 * </pre>
 *
 * <p>The operators are set up here, not by Flink's topology mixins: in SQL only then are the uids
 * of the inner operators ours to choose. Every edge within the sink is aligned, so that each table
 * version is a prefix of the sink's input; with unaligned checkpoints upstream of the sink that
 * holds for exactly-once only.
 */
@PublicEvolving
public final class DeltaSink {

  private DeltaSink() {}

  /** A sink that appends every row. Only {@code +I} rows are allowed. */
  public static Builder append(String tablePath, RowType rowType) {
    return new Builder(tablePath, rowType, List.of());
  }

  /** A sink that keeps one row per primary key, following a changelog. */
  public static Builder upsert(String tablePath, RowType rowType, List<String> primaryKey) {
    Preconditions.checkArgument(!primaryKey.isEmpty(), "an upsert sink needs a primary key");
    return new Builder(tablePath, rowType, primaryKey);
  }

  /** Collects the sink's settings. */
  @PublicEvolving
  public static final class Builder {
    private static final long DEFAULT_TARGET_FILE_SIZE = 128L << 20;
    private static final long DEFAULT_ROWS_PER_FILE = 50_000;
    private static final long DEFAULT_BUFFER_SIZE = 128L << 20;
    private static final int MAX_BUFFERED_ROWS = 200_000;

    private final String tablePath;
    private final RowType rowType;
    private final List<String> primaryKey;
    private String sinkId;
    private Map<String, String> properties = Map.of();
    private int parallelism;
    private long targetFileSize = DEFAULT_TARGET_FILE_SIZE;
    private long rowsPerFile = DEFAULT_ROWS_PER_FILE;
    private long bufferSize = DEFAULT_BUFFER_SIZE;
    private CompactionSettings compaction = CompactionSettings.DEFAULT;
    private WriteMode mode;

    private Builder(String tablePath, RowType rowType, List<String> primaryKey) {
      this.tablePath = tablePath;
      this.rowType = rowType;
      this.primaryKey = List.copyOf(primaryKey);
      this.sinkId = tablePath;
      this.mode = primaryKey.isEmpty() ? WriteMode.APPEND : WriteMode.COPY_ON_WRITE;
    }

    /**
     * The stable identity of the sink, part of every transaction; unique among the sinks that write
     * the table and the same across restarts and upgrades of the job. By default the table's path.
     */
    public Builder sinkId(String newSinkId) {
      sinkId = newSinkId;
      return this;
    }

    /** Table properties, used where the table is created. */
    public Builder properties(Map<String, String> newProperties) {
      properties = Map.copyOf(newProperties);
      return this;
    }

    /** Of the writers, by default the job's; the committer always has parallelism 1. */
    public Builder parallelism(int newParallelism) {
      parallelism = newParallelism;
      return this;
    }

    /**
     * How the rows of changed keys are replaced: copy-on-write, which is the default, or
     * merge-on-read. A table that this sink creates for merge-on-read has deletion vectors enabled;
     * one that exists must have.
     */
    public Builder mode(WriteMode newMode) {
      Preconditions.checkArgument(
          primaryKey.isEmpty() == (newMode == WriteMode.APPEND),
          "write mode %s and primary key %s do not go together",
          newMode,
          primaryKey);
      mode = newMode;
      return this;
    }

    /** Merge-on-read: bytes of changed rows that a writer holds before it writes them. */
    public Builder bufferSize(long bytes) {
      bufferSize = bytes;
      return this;
    }

    /** Merge-on-read: when files are rewritten. */
    public Builder compaction(CompactionSettings newCompaction) {
      compaction = newCompaction;
      return this;
    }

    /** Append and merge-on-read: bytes at which a new file is begun. */
    public Builder targetFileSize(long bytes) {
      targetFileSize = bytes;
      return this;
    }

    /** Copy-on-write: rows at which a file is full. Smaller files make a change cheaper. */
    public Builder rowsPerFile(long rows) {
      rowsPerFile = rows;
      return this;
    }

    /**
     * Creates the table where it is absent, and adds the sink's operators to the stream, with uids
     * and names that begin with {@code uidPrefix}.
     *
     * @throws DeltaException where the rows do not fit the table
     */
    public DataStreamSink<?> addTo(DataStream<RowData> rows, String uidPrefix) {
      return addTo(rows, uidPrefix, operator -> Optional.of(uidPrefix + "/" + operator));
    }

    /**
     * As above, with uids from a function of the operator's name; an operator for which it is empty
     * has none.
     */
    public DataStreamSink<?> addTo(
        DataStream<RowData> rows, String namePrefix, Function<String, Optional<String>> uids) {
      boolean mergesOnRead = mode == WriteMode.MERGE_ON_READ;
      TableDescription description =
          new TableDescription(
              rowType,
              List.of(),
              primaryKey,
              mergesOnRead ? MergeOnReadTable.propertiesOf(properties) : properties,
              "");
      DeltaTable table = DeltaTable.at(tablePath);
      table.createIfAbsent(description);
      DeltaSnapshot snapshot = table.snapshot();
      TableSchemaCheck.check(tablePath, snapshot, rowType, primaryKey);
      if (mergesOnRead) {
        MergeOnReadTable.check(tablePath, snapshot);
      }

      Labels labels = new Labels(namePrefix, uids);
      String generation = UpsertTopology.newGeneration();
      UpsertSettings settings =
          new UpsertSettings(
              tablePath,
              sinkId,
              rowType,
              primaryKey,
              List.of(),
              targetFileSize,
              bufferSize,
              snapshot.version(),
              generation,
              compaction);
      SingleOutputStreamOperator<byte[]> changes =
          switch (mode) {
            case APPEND -> appended(rows, labels);
            case COPY_ON_WRITE -> upserted(rows, labels);
            case MERGE_ON_READ -> mergedOnRead(rows, settings, labels);
          };
      SingleOutputStreamOperator<byte[]> commits =
          aligned(changes.global())
              .transform(
                  "aggregate",
                  PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                  new CommitAggregator(
                      sinkId,
                      tablePath,
                      description,
                      new CommitAggregator.Start(freshStart(), generation)));
      commits.setParallelism(1).setMaxParallelism(1);
      labels.apply(commits, "aggregate");
      DataStreamSink<byte[]> sink =
          aligned(commits.global())
              .sinkTo(new CommitSink(tablePath, mergesOnRead ? settings : null));
      sink.name(labels.name("commit")).setParallelism(1).setMaxParallelism(1);
      uids.apply("commit").ifPresent(sink::uid);
      return sink;
    }

    private CommitAggregator.FreshStart freshStart() {
      return switch (mode) {
        case APPEND -> CommitAggregator.FreshStart.NEW_SINK;
        case COPY_ON_WRITE -> CommitAggregator.FreshStart.EMPTY_TABLE;
        case MERGE_ON_READ -> CommitAggregator.FreshStart.FROM_TABLE;
      };
    }

    private SingleOutputStreamOperator<byte[]> appended(DataStream<RowData> rows, Labels labels) {
      SingleOutputStreamOperator<byte[]> writer =
          rows.transform(
              "append",
              PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
              new AppendWriter(tablePath, rowType, targetFileSize));
      return withParallelism(labels.apply(writer, "append"), rows.getParallelism());
    }

    private SingleOutputStreamOperator<byte[]> mergedOnRead(
        DataStream<RowData> rows, UpsertSettings settings, Labels labels) {
      return new UpsertTopology(settings)
          .addTo(
              rows,
              new UpsertTopology.OperatorSetup() {
                @Override
                public <T> SingleOutputStreamOperator<T> apply(
                    SingleOutputStreamOperator<T> operator, String name) {
                  return withParallelism(labels.apply(operator, name), rows.getParallelism());
                }
              });
    }

    private SingleOutputStreamOperator<byte[]> upserted(DataStream<RowData> rows, Labels labels) {
      PrimaryKeySelector keySelector = new PrimaryKeySelector(rowType, primaryKey);
      SingleOutputStreamOperator<org.apache.flink.api.java.tuple.Tuple2<Long, RowData>> assigned =
          aligned(rows.keyBy(keySelector))
              .transform(
                  "assign",
                  new TupleTypeInfo<>(Types.LONG, InternalTypeInfo.of(rowType)),
                  new FileAssigner(rowsPerFile));
      withParallelism(labels.apply(assigned, "assign"), rows.getParallelism());
      SingleOutputStreamOperator<byte[]> rewritten =
          aligned(assigned.keyBy(change -> change.f0, Types.LONG))
              .transform(
                  "rewrite",
                  PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                  new FileGroupRewriter(tablePath, rowType, keySelector, MAX_BUFFERED_ROWS));
      return withParallelism(labels.apply(rewritten, "rewrite"), rows.getParallelism());
    }

    private <T> SingleOutputStreamOperator<T> withParallelism(
        SingleOutputStreamOperator<T> operator, int inherited) {
      return operator.setParallelism(parallelism > 0 ? parallelism : inherited);
    }

    /** An unaligned barrier would overtake rows that belong before it. */
    private static <T, S extends DataStream<T>> S aligned(S stream) {
      ((PartitionTransformation<?>) stream.getTransformation())
          .getPartitioner()
          .disableUnalignedCheckpoints();
      return stream;
    }
  }

  /** Names and uids of the sink's operators. */
  private record Labels(String prefix, Function<String, Optional<String>> uids) {
    String name(String operator) {
      return prefix + ": " + operator;
    }

    <T> SingleOutputStreamOperator<T> apply(SingleOutputStreamOperator<T> operator, String name) {
      uids.apply(name).ifPresent(operator::uid);
      return operator.name(name(name));
    }
  }
}
