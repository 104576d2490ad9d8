package io.alluvium.connectors.delta;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.factories.FactoryUtil;

/** The options of a table whose {@code 'connector'} is {@code 'delta'}. */
@PublicEvolving
public final class DeltaConnectorOptions {
  /** The value of {@code 'connector'} for tables, and of {@code 'type'} for catalogs. */
  public static final String IDENTIFIER = "delta";

  public static final ConfigOption<String> PATH =
      ConfigOptions.key("path")
          .stringType()
          .noDefaultValue()
          .withFallbackKeys("table-path")
          .withDescription("The table's folder: a URI or a local path. Set by the catalog.");

  public static final ConfigOption<WriteMode> WRITE_MODE =
      ConfigOptions.key("write.mode")
          .enumType(WriteMode.class)
          .noDefaultValue()
          .withDescription(
              "How rows are written. By default 'append' where the table has no primary key;"
                  + " 'merge-on-read' where its property 'delta.enableDeletionVectors' is 'true', as"
                  + " it is where the catalog creates a table with a primary key; else"
                  + " 'copy-on-write', so that any Delta reader can read the table.");

  public static final ConfigOption<String> SINK_ID =
      ConfigOptions.key("sink.id")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The stable identity of the sink, which every commit carries. It must stay the same"
                  + " across restarts and upgrades of the job, and differ between the sinks that"
                  + " write the table. By default the table's path; in batch mode each run is a"
                  + " sink of its own.");

  public static final ConfigOption<String> SINK_GENERATION =
      ConfigOptions.key("sink.generation")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Any new value begins a new generation of an append or merge-on-read sink: it counts its commits anew"
                  + " and does not mind those that the table holds of earlier generations. The way"
                  + " on where a job is restored from a state that is older than the table: rows"
                  + " that are there already are written again, unless the table is rolled back"
                  + " first.");

  public static final ConfigOption<String> SINK_BUILT_IN =
      ConfigOptions.key("sink.built-in")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The folder within the table's in which a copy-on-write sink built it as a table of"
                  + " its own, before the table's contents were replaced by that one's. The sink"
                  + " then goes on from the state that it had there. Copy-on-write only.");

  public static final ConfigOption<WriteDistribution> WRITE_DISTRIBUTION =
      ConfigOptions.key("write.distribution")
          .enumType(WriteDistribution.class)
          .defaultValue(WriteDistribution.NONE)
          .withDescription("How rows reach the writers of a partitioned table. Append only.");

  public static final ConfigOption<MemorySize> WRITE_TARGET_FILE_SIZE =
      ConfigOptions.key("write.target-file-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(128))
          .withDescription(
              "Size at which a data file is complete and a new one begun. A checkpoint completes"
                  + " all files, whatever their size. Not for copy-on-write.");

  public static final ConfigOption<Integer> WRITE_MAX_OPEN_FILES =
      ConfigOptions.key("write.max-open-files")
          .intType()
          .defaultValue(64)
          .withDescription(
              "Files that a writer has open at a time. Where rows come of more partitions, the file"
                  + " that was not written to for longest is completed. Not for copy-on-write.");

  public static final ConfigOption<MemorySize> WRITE_BUFFER_SIZE =
      ConfigOptions.key("write.buffer-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(128))
          .withDescription(
              "Memory of a writer for rows of all its open files that are not yet written out;"
                  + " merge-on-read holds the changes of a checkpoint in it, the last one of each"
                  + " key. Not for copy-on-write.");

  public static final ConfigOption<Boolean> WRITE_COMPACTION =
      ConfigOptions.key("write.compaction")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether the writers move the rows of files that are small or mostly deleted to new"
                  + " files, in commits of their own that change no row. Merge-on-read only.");

  public static final ConfigOption<Double> WRITE_COMPACTION_DEAD_SHARE =
      ConfigOptions.key("write.compaction.dead-share")
          .doubleType()
          .defaultValue(0.5)
          .withDescription(
              "Share of a file's rows that are deleted, from which on the others are moved."
                  + " Merge-on-read only.");

  public static final ConfigOption<Integer> WRITE_COMPACTION_SMALL_FILES =
      ConfigOptions.key("write.compaction.small-files")
          .intType()
          .defaultValue(8)
          .withDescription(
              "So many small files of like size are joined; a file is small below a quarter of the"
                  + " target size. Merge-on-read only.");

  public static final ConfigOption<MemorySize> WRITE_COMPACTION_MAX_SIZE =
      ConfigOptions.key("write.compaction.max-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(256))
          .withDescription(
              "Size of the files whose rows are moved before one checkpoint, which they delay."
                  + " Merge-on-read only.");

  public static final ConfigOption<List<String>> WRITE_PARTIAL_UPDATE_COLUMNS =
      ConfigOptions.key("write.partial-update.columns")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "Columns of which a null in a change means that the row keeps the value that it has,"
                  + " separated by semicolons; '*' for all that are not of the primary key. A row"
                  + " that was deleted has none to keep. By default a null is a null. Upsert only;"
                  + " merge-on-read then reads the stored rows of such changes.");

  public static final ConfigOption<OverwriteMode> WRITE_OVERWRITE_MODE =
      ConfigOptions.key("write.overwrite-mode")
          .enumType(OverwriteMode.class)
          .noDefaultValue()
          .withDescription(
              "What INSERT OVERWRITE replaces in a partitioned table, by default 'dynamic'. In"
                  + " streaming mode it must be set to 'dynamic': each checkpoint then replaces the"
                  + " partitions that were written since the last, which is right only where all"
                  + " rows of a partition arrive between two checkpoints, as those of a window do"
                  + " that closes.");

  public static final ConfigOption<String> WRITE_HOLD_COLUMN =
      ConfigOptions.key("write.hold.column")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The partition column that tells the time of a partition, as DATE or TIMESTAMP. Where"
                  + " it is set, INSERT OVERWRITE in streaming mode takes changes of any kind, holds"
                  + " the rows of a partition back until they have come past its end, and then"
                  + " replaces the partition by one commit; later changes replace it again, whole."
                  + " The rows are kept in the job's state. Without effect in batch mode.");

  public static final ConfigOption<PartitionSpan> WRITE_HOLD_SPAN =
      ConfigOptions.key("write.hold.span")
          .enumType(PartitionSpan.class)
          .defaultValue(PartitionSpan.DAY)
          .withDescription("How much time a partition is that is held back.");

  public static final ConfigOption<String> WRITE_HOLD_TIME_COLUMN =
      ConfigOptions.key("write.hold.time-column")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The column whose latest value tells how far the rows have come, by default the"
                  + " partition column.");

  public static final ConfigOption<Duration> WRITE_HOLD_DELAY =
      ConfigOptions.key("write.hold.delay")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "How far behind its end the rows must have come before a partition is written.");

  public static final ConfigOption<List<String>> WRITE_HISTORY_KEY =
      ConfigOptions.key("write.history.key")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "The columns, separated by semicolons, by which a row is the same in all its"
                  + " versions. Where they are set, the table holds the history of the rows that"
                  + " are written to it: each version with its time, in the columns"
                  + " 'dbt_valid_from' and 'dbt_valid_to' (null for the current one),"
                  + " 'dbt_updated_at' and 'dbt_scd_id', whatever the statement gives for them."
                  + " Upsert only; the primary key must be these columns and 'dbt_valid_from'.");

  public static final ConfigOption<String> WRITE_HISTORY_UPDATED_AT =
      ConfigOptions.key("write.history.updated-at")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The TIMESTAMP column that tells since when a row is as it is, so that changes may"
                  + " come in any order. By default it is so since it came.");

  public static final ConfigOption<List<String>> WRITE_HISTORY_CHECK_COLUMNS =
      ConfigOptions.key("write.history.check-columns")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription(
              "The columns, separated by semicolons, of which a change makes a new version. By"
                  + " default every other time of 'write.history.updated-at' does.");

  public static final ConfigOption<HistoryDeletes> WRITE_HISTORY_DELETES =
      ConfigOptions.key("write.history.deletes")
          .enumType(HistoryDeletes.class)
          .defaultValue(HistoryDeletes.IGNORE)
          .withDescription(
              "What a history keeps of a deletion, whose time is that at which it came.");

  public static final ConfigOption<SchemaEvolution> SCHEMA_EVOLUTION =
      ConfigOptions.key("schema.evolution")
          .enumType(SchemaEvolution.class)
          .defaultValue(SchemaEvolution.NONE)
          .withDescription("What happens to columns that the table lacks. Append only.");

  public static final ConfigOption<String> PARQUET_COMPRESSION_CODEC =
      ConfigOptions.key("parquet.compression-codec")
          .stringType()
          .defaultValue("zstd")
          .withDescription(
              "Compression of data files: zstd, snappy, gzip or none. Not for copy-on-write.");

  public static final ConfigOption<Integer> PARQUET_COMPRESSION_LEVEL =
      ConfigOptions.key("parquet.compression-level")
          .intType()
          .defaultValue(1)
          .withDescription(
              "Level of zstd, from 1 to 22. Level 1 costs less CPU than no compression, since there"
                  + " is less to write. Not for copy-on-write.");

  public static final ConfigOption<MemorySize> PARQUET_ROW_GROUP_SIZE =
      ConfigOptions.key("parquet.row-group-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(32))
          .withDescription(
              "Size in memory at which a row group is written out. Larger ones are read with fewer"
                  + " requests, and cost each open file as much memory. Not for copy-on-write.");

  public static final ConfigOption<MemorySize> PARQUET_PAGE_SIZE =
      ConfigOptions.key("parquet.page-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(1))
          .withDescription("Size of a data page before compression. Not for copy-on-write.");

  public static final ConfigOption<Boolean> PARQUET_DICTIONARY =
      ConfigOptions.key("parquet.dictionary")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether columns are encoded by a dictionary as long as their values repeat. Not for"
                  + " copy-on-write.");

  public static final ConfigOption<Integer> SINK_PARALLELISM = FactoryUtil.SINK_PARALLELISM;

  public static final ConfigOption<ScanStartup> SCAN_STARTUP =
      ConfigOptions.key("scan.startup")
          .enumType(ScanStartup.class)
          .defaultValue(ScanStartup.LATEST_FULL)
          .withDescription("Where a continuous read starts. Streaming mode only.");

  public static final ConfigOption<Long> SCAN_VERSION =
      ConfigOptions.key("scan.version")
          .longType()
          .noDefaultValue()
          .withDescription(
              "With 'scan.startup' = 'from-version' the version to start from. Otherwise the read"
                  + " is bounded, in streaming mode too, and returns the rows of this version.");

  public static final ConfigOption<String> SCAN_TIMESTAMP =
      ConfigOptions.key("scan.timestamp")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "As 'scan.version', by the time of the commit: '2026-05-01T10:00:00Z', or"
                  + " '2026-05-01 10:00:00' in the session's time zone.");

  public static final ConfigOption<ScanChangelog> SCAN_CHANGELOG =
      ConfigOptions.key("scan.changelog")
          .enumType(ScanChangelog.class)
          .noDefaultValue()
          .withDescription(
              "Which row changes a continuous read emits. By default 'all' where the table has a"
                  + " primary key, 'none' where it has none.");

  public static final ConfigOption<String> SCAN_OPERATION_COLUMN =
      ConfigOptions.key("scan.changelog.operation-column")
          .stringType()
          .defaultValue("_op")
          .withDescription(
              "With 'scan.changelog' = 'operations' the column that tells what became of the row:"
                  + " 'c' created, 'r' read of a snapshot, 'u' updated, 'd' deleted.");

  public static final ConfigOption<MemorySize> SCAN_SPLIT_SIZE =
      ConfigOptions.key("scan.split-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(128))
          .withDescription(
              "Files beyond this size are read in parts of it by several tasks. A part holds whole"
                  + " row groups.");

  public static final ConfigOption<Duration> SCAN_POLL_INTERVAL =
      ConfigOptions.key("scan.poll-interval")
          .durationType()
          .defaultValue(Duration.ofMillis(200))
          .withDescription("How often a continuous read looks for new commits.");

  public static final ConfigOption<Duration> LOOKUP_REFRESH_INTERVAL =
      ConfigOptions.key("lookup.refresh-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "How often a lookup join looks for a newer version of the table, which it then"
                  + " reads in full.");

  public static final ConfigOption<Long> LOOKUP_MAX_ROWS =
      ConfigOptions.key("lookup.max-rows")
          .longType()
          .defaultValue(5_000_000L)
          .withDescription(
              "How many rows a task of a lookup join may hold in memory; the job fails beyond.");

  public static final ConfigOption<Integer> SCAN_PARALLELISM = FactoryUtil.SOURCE_PARALLELISM;

  private DeltaConnectorOptions() {}

  public static Set<ConfigOption<?>> required() {
    return Set.of(PATH);
  }

  public static Set<ConfigOption<?>> optional() {
    return Set.of(
        WRITE_MODE,
        SINK_ID,
        SINK_GENERATION,
        SINK_BUILT_IN,
        SINK_PARALLELISM,
        WRITE_DISTRIBUTION,
        WRITE_TARGET_FILE_SIZE,
        WRITE_MAX_OPEN_FILES,
        WRITE_BUFFER_SIZE,
        WRITE_COMPACTION,
        WRITE_COMPACTION_DEAD_SHARE,
        WRITE_COMPACTION_SMALL_FILES,
        WRITE_COMPACTION_MAX_SIZE,
        WRITE_PARTIAL_UPDATE_COLUMNS,
        WRITE_OVERWRITE_MODE,
        WRITE_HOLD_COLUMN,
        WRITE_HOLD_SPAN,
        WRITE_HOLD_TIME_COLUMN,
        WRITE_HOLD_DELAY,
        WRITE_HISTORY_KEY,
        WRITE_HISTORY_UPDATED_AT,
        WRITE_HISTORY_CHECK_COLUMNS,
        WRITE_HISTORY_DELETES,
        SCHEMA_EVOLUTION,
        PARQUET_COMPRESSION_CODEC,
        PARQUET_COMPRESSION_LEVEL,
        PARQUET_ROW_GROUP_SIZE,
        PARQUET_PAGE_SIZE,
        PARQUET_DICTIONARY,
        SCAN_STARTUP,
        SCAN_VERSION,
        SCAN_TIMESTAMP,
        SCAN_CHANGELOG,
        SCAN_OPERATION_COLUMN,
        SCAN_SPLIT_SIZE,
        SCAN_POLL_INTERVAL,
        LOOKUP_REFRESH_INTERVAL,
        LOOKUP_MAX_ROWS,
        SCAN_PARALLELISM);
  }
}
