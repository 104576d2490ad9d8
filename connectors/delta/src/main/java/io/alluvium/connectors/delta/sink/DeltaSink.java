package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.SchemaEvolution;
import io.alluvium.connectors.delta.WriteDistribution;
import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.Overwrite;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.parquet.ParquetSettings;
import io.alluvium.connectors.delta.parquet.StatisticsColumns;
import io.alluvium.connectors.delta.sink.CommitAggregator.FreshStart;
import io.alluvium.connectors.delta.sink.history.HistorySettings;
import io.alluvium.connectors.delta.sink.history.HistoryTopology;
import io.alluvium.connectors.delta.sink.hold.HoldSettings;
import io.alluvium.connectors.delta.sink.hold.HoldTopology;
import io.alluvium.connectors.delta.sink.upsert.CompactionSettings;
import io.alluvium.connectors.delta.sink.upsert.MergeOnReadTable;
import io.alluvium.connectors.delta.sink.upsert.UpsertSettings;
import io.alluvium.connectors.delta.sink.upsert.UpsertTopology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Preconditions;

/**
 * Writes a stream of rows to a Delta table, exactly once: the rows of a checkpoint appear in one
 * commit, when the checkpoint is complete.
 *
 * <pre>
 * append:         rows ─► AppendWriter (N) ─► AppendAggregator (1) ─► CommitSink (1)
 * copy-on-write:  rows ─keyBy key─► FileAssigner (N) ─keyBy group─► FileGroupRewriter (N) ─► CommitAggregator (1) ─► CommitSink (1)
 * merge-on-read:  rows ─► the operators of UpsertTopology ─► CommitAggregator (1) ─► CommitSink (1)
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
    private static final long DEFAULT_ROWS_PER_FILE = 50_000;

    private final String tablePath;
    private final RowType rowType;
    private final List<String> primaryKey;
    private String sinkId;
    private String generation;
    private boolean singleRun;
    private List<String> partitionColumns = List.of();
    private Map<String, String> properties = Map.of();
    private int parallelism;
    private WriteDistribution distribution = WriteDistribution.NONE;
    private WriteBuffers buffers = WriteBuffers.DEFAULT;
    private ParquetSettings parquet = ParquetSettings.DEFAULT;
    private SchemaEvolution evolution = SchemaEvolution.NONE;
    private Overwrite overwrite;
    @Nullable private HoldSettings hold;
    @Nullable private HistorySettings history;
    private long rowsPerFile = DEFAULT_ROWS_PER_FILE;
    private CompactionSettings compaction = CompactionSettings.DEFAULT;
    private List<String> partialUpdateColumns = List.of();
    @Nullable private WriteMode mode;
    @Nullable private String builtIn;

    private Builder(String tablePath, RowType rowType, List<String> primaryKey) {
      this.tablePath = tablePath;
      this.rowType = rowType;
      this.primaryKey = List.copyOf(primaryKey);
      this.sinkId = tablePath;
      this.mode = primaryKey.isEmpty() ? WriteMode.APPEND : null;
    }

    /**
     * The stable identity of the sink, part of every transaction; unique among the sinks that write
     * the table and the same across restarts and upgrades of the job. By default the table's path.
     */
    public Builder sinkId(String newSinkId) {
      sinkId = newSinkId;
      return this;
    }

    /**
     * Begins a new generation of the sink where it differs from the restored one: its commits are
     * counted anew, and it does not mind what the table holds of earlier ones. Null for the first.
     * Append and merge-on-read.
     */
    public Builder generation(@Nullable String newGeneration) {
      generation = newGeneration;
      return this;
    }

    /**
     * Says that the sink's id is used by this run only, which has no state to restore: a batch job.
     * Append and merge-on-read.
     */
    public Builder singleRun() {
      singleRun = true;
      return this;
    }

    /**
     * Columns that the table is partitioned by, used where it is created and checked where it
     * exists; by default the existing table's. Append and merge-on-read.
     */
    public Builder partitionedBy(List<String> columns) {
      partitionColumns = List.copyOf(columns);
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

    /** Append: how rows reach the writers. */
    public Builder distribution(WriteDistribution newDistribution) {
      distribution = newDistribution;
      return this;
    }

    /** Append and merge-on-read: bytes at which a new file is begun. */
    public Builder targetFileSize(long bytes) {
      buffers = new WriteBuffers(bytes, buffers.maxOpenFiles(), buffers.maxBufferedBytes());
      return this;
    }

    /**
     * Append and merge-on-read: bounds of each writer, whatever the number of partitions.
     *
     * @param maxOpenFiles one more ends the least recently used
     * @param maxBufferedBytes memory for rows that are not written out yet; merge-on-read holds the
     *     changes of a checkpoint in it
     */
    public Builder openFiles(int maxOpenFiles, long maxBufferedBytes) {
      buffers = new WriteBuffers(buffers.targetFileSize(), maxOpenFiles, maxBufferedBytes);
      return this;
    }

    /**
     * Append and merge-on-read: how files are compressed.
     *
     * @param codec zstd, snappy, gzip or none
     * @param level of zstd, from 1 to 22
     */
    public Builder compression(String codec, int level) {
      parquet =
          new ParquetSettings(
              codec, level, parquet.rowGroupBytes(), parquet.pageBytes(), parquet.dictionary());
      return this;
    }

    /**
     * Append and merge-on-read: how files are divided.
     *
     * @param bytes of a row group in memory
     * @param pageBytes of a page before compression
     * @param dictionary whether columns whose values repeat are encoded by a dictionary
     */
    public Builder rowGroups(long bytes, int pageBytes, boolean dictionary) {
      parquet = new ParquetSettings(parquet.codec(), parquet.level(), bytes, pageBytes, dictionary);
      return this;
    }

    /** Append: what happens to columns of the rows that the table lacks. */
    public Builder schemaEvolution(SchemaEvolution newEvolution) {
      evolution = newEvolution;
      return this;
    }

    /**
     * Append: the rows replace others. Whole tables and named partitions are replaced by one commit
     * at the end of a batch job. Partitions that are written are replaced by each commit: in
     * streaming mode that is right only where all rows of a partition arrive between two
     * checkpoints, as those of a window do that closes.
     */
    public Builder overwrite(@Nullable Overwrite newOverwrite) {
      overwrite = newOverwrite;
      return this;
    }

    /**
     * Upsert: the table holds the versions of the rows, with the time of each; the rows may be
     * changes of any kind, and the primary key must tell the versions apart. Null for not at all.
     */
    public Builder history(@Nullable HistorySettings newHistory) {
      history = newHistory;
      return this;
    }

    /**
     * Overwrite of the partitions that are written, in streaming mode: the rows of a partition are
     * held back until it is complete, and it is replaced whole then, and whenever they change
     * later. The rows may be changes of any kind. Null for not at all.
     */
    public Builder hold(@Nullable HoldSettings newHold) {
      hold = newHold;
      return this;
    }

    /**
     * How the rows of changed keys are replaced, as SQL does by default: merge-on-read where the
     * table has deletion vectors enabled, or is created with that property, else copy-on-write. A
     * table that this sink creates for merge-on-read has deletion vectors enabled; one that exists
     * must have.
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

    /** Merge-on-read: when rows are moved to new files. */
    public Builder compaction(CompactionSettings newCompaction) {
      compaction = newCompaction;
      return this;
    }

    /**
     * Upsert: columns of which a null in a change means that the row keeps the value that it has;
     * {@code *} for all that are not of the primary key. A row that was deleted has none to keep.
     * Merge-on-read then reads the stored rows of such changes before a checkpoint.
     */
    public Builder partialUpdate(List<String> columns) {
      Preconditions.checkArgument(
          columns.isEmpty() || !primaryKey.isEmpty(), "a partial update needs a primary key");
      partialUpdateColumns = List.copyOf(columns);
      return this;
    }

    /** Copy-on-write: rows at which a file is full. Smaller files make a change cheaper. */
    public Builder rowsPerFile(long rows) {
      rowsPerFile = rows;
      return this;
    }

    /**
     * Copy-on-write: the folder within the table's in which the sink built it as a table of its
     * own, before the table's contents were replaced by that one's. The sink then goes on from the
     * state that it had there. Null for none.
     */
    public Builder builtIn(@Nullable String folder) {
      builtIn = folder;
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
      if (history == null) {
        return addRowsTo(rows, namePrefix, uids);
      }
      return addRowsTo(
          new HistoryTopology(tablePath, rowType, history)
              .addTo(rows, setup(rows, new Labels(namePrefix, uids))),
          namePrefix,
          uids);
    }

    private DataStreamSink<?> addRowsTo(
        DataStream<RowData> rows, String namePrefix, Function<String, Optional<String>> uids) {
      DeltaTable table = DeltaTable.at(tablePath);
      WriteMode writeMode = mode == null ? upsertMode(table) : mode;
      boolean mergesOnRead = writeMode == WriteMode.MERGE_ON_READ;
      TableDescription description =
          new TableDescription(
              rowType,
              partitionColumns,
              primaryKey,
              mergesOnRead ? MergeOnReadTable.propertiesOf(properties) : properties,
              "");
      table.createIfAbsent(description);
      if (evolution == SchemaEvolution.ADD_COLUMNS) {
        table.addColumns(rowType);
      }
      DeltaSnapshot snapshot = table.snapshot();
      TableSchemaCheck check = new TableSchemaCheck(tablePath, snapshot);
      RowType written = check.checkColumns(rowType);
      check.checkKey(primaryKey);

      Labels labels = new Labels(namePrefix, uids);
      UpsertSettings upsert = null;
      SingleOutputStreamOperator<byte[]> commits;
      if (writeMode == WriteMode.COPY_ON_WRITE) {
        check.checkUnpartitioned();
        commits =
            aggregated(
                new CopyOnWriteTopology(
                        tablePath,
                        rowType,
                        primaryKey,
                        partialUpdate(rowType),
                        rowsPerFile,
                        builtIn)
                    .addTo(rows, setup(rows, labels)),
                commitAggregator(description, FreshStart.EMPTY_TABLE, ""));
      } else {
        FileLayout layout =
            new FileLayout(
                tablePath,
                written,
                check.checkPartitions(rowType, partitionColumns),
                parquet,
                StatisticsColumns.of(snapshot.properties()));
        if (mergesOnRead) {
          MergeOnReadTable.check(tablePath, snapshot);
          upsert = upsertSettings(layout, snapshot);
          commits =
              aggregated(
                  new UpsertTopology(upsert).addTo(rows, setup(rows, labels)),
                  commitAggregator(description, FreshStart.FROM_TABLE, upsert.generation()));
        } else {
          commits = aggregated(appended(rows, layout, labels), appendAggregator(description));
        }
      }
      labels.apply(commits, "aggregate");
      DataStreamSink<byte[]> sink =
          aligned(commits.global()).sinkTo(new CommitSink(tablePath, upsert));
      sink.name(labels.name("commit")).setParallelism(1).setMaxParallelism(1);
      uids.apply("commit").ifPresent(sink::uid);
      return sink;
    }

    private WriteMode upsertMode(DeltaTable table) {
      return MergeOnReadTable.isEnabled(table.exists() ? table.snapshot().properties() : properties)
          ? WriteMode.MERGE_ON_READ
          : WriteMode.COPY_ON_WRITE;
    }

    private SinkIdentity identity() {
      return new SinkIdentity(sinkId, generation, singleRun);
    }

    private CommitAggregator commitAggregator(
        TableDescription description, FreshStart start, String run) {
      return new CommitAggregator(
          identity(), tablePath, description, new CommitAggregator.Start(start, run));
    }

    private UpsertSettings upsertSettings(FileLayout layout, DeltaSnapshot snapshot) {
      boolean movesRows = snapshot.rowType().getFieldCount() == layout.rowType().getFieldCount();
      return new UpsertSettings(
          layout,
          buffers,
          identity().applicationId(),
          primaryKey,
          partialUpdate(layout.rowType()),
          snapshot.version(),
          UpsertTopology.newGeneration(),
          // What the sink does not know of a row it could not move.
          movesRows ? compaction : CompactionSettings.OFF);
    }

    private PartialUpdate partialUpdate(RowType columns) {
      return PartialUpdate.of(tablePath, columns, primaryKey, partialUpdateColumns);
    }

    private static SingleOutputStreamOperator<byte[]> aggregated(
        DataStream<byte[]> changes, OneInputStreamOperator<byte[], byte[]> aggregator) {
      return aligned(changes.global())
          .transform("aggregate", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO, aggregator)
          .setParallelism(1)
          .setMaxParallelism(1);
    }

    private AppendAggregator appendAggregator(TableDescription description) {
      return new AppendAggregator(
          identity(),
          new AppendAggregator.OwnTable(
              tablePath, description, evolution == SchemaEvolution.ADD_COLUMNS, overwrite));
    }

    private SingleOutputStreamOperator<byte[]> appended(
        DataStream<RowData> rows, FileLayout layout, Labels labels) {
      SingleOutputStreamOperator<byte[]> writer =
          (hold == null ? distributed(rows, layout) : held(rows, layout, labels))
              .transform(
                  "append",
                  PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                  new AppendWriter(layout, buffers, hold != null));
      return withParallelism(labels.apply(writer, "append"), rows.getParallelism());
    }

    /** The rows of a partition come before one barrier, and stay there on their way to a writer. */
    private DataStream<RowData> held(DataStream<RowData> rows, FileLayout layout, Labels labels) {
      return aligned(
          new HoldTopology(tablePath, rowType, layout.partitionColumns(), hold)
              .addTo(rows, setup(rows, labels))
              .forward());
    }

    private DataStream<RowData> distributed(DataStream<RowData> rows, FileLayout layout) {
      return distribution == WriteDistribution.NONE || layout.partitionColumns().isEmpty()
          ? rows
          : aligned(
              rows.keyBy(new PrimaryKeySelector(layout.rowType(), layout.partitionColumns())));
    }

    private UpsertTopology.OperatorSetup setup(DataStream<RowData> rows, Labels labels) {
      return new UpsertTopology.OperatorSetup() {
        @Override
        public <T> SingleOutputStreamOperator<T> apply(
            SingleOutputStreamOperator<T> operator, String name) {
          return withParallelism(labels.apply(operator, name), rows.getParallelism());
        }
      };
    }

    private <T> SingleOutputStreamOperator<T> withParallelism(
        SingleOutputStreamOperator<T> operator, int inherited) {
      return operator.setParallelism(parallelism > 0 ? parallelism : inherited);
    }
  }

  /** An unaligned barrier would overtake rows that belong before it. */
  static <T, S extends DataStream<T>> S aligned(S stream) {
    ((PartitionTransformation<?>) stream.getTransformation())
        .getPartitioner()
        .disableUnalignedCheckpoints();
    return stream;
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
