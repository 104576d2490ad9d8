package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.parquet.ParquetSettings;
import io.alluvium.connectors.delta.sink.AppendTail;
import io.alluvium.connectors.delta.sink.SinkIdentity;
import io.alluvium.connectors.delta.sink.WriteBuffers;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.types.logical.RowType;

/**
 * Appends the rows of one stream to many Delta tables, exactly once for all of them: each gets the
 * rows of a checkpoint in one commit of its own, when the checkpoint is complete. The commits are
 * made in the order of the tables' paths: where one table says what the others hold, let it be
 * last.
 *
 * <pre>rows ─► RoutedWriter (N) ─► aggregate (1) ─► commit (1)</pre>
 *
 * <p>Tables come into being with their first row. Each has its own schema, which follows its rows
 * by the {@link SchemaPolicy}: the columns that a row brings are added in the very commit that
 * holds the row, so that the job does not pause for them. Writers that see the change at different
 * times do not disturb each other; only where two bring the same new column with types that do not
 * fit within one checkpoint, the job stops.
 *
 * <p>The number of open files and their memory are bounded for each writer, whatever the number of
 * tables. Rows are cheapest to send to the writers without an exchange, see {@link
 * RoutedRowSerializer}.
 */
@PublicEvolving
public final class DeltaTablesSink {

  private DeltaTablesSink() {}

  /**
   * @param sinkId the stable identity of the sink, part of every transaction; unique among the
   *     sinks that write the tables and the same across restarts and upgrades of the job
   */
  public static Builder builder(TableRouter router, String sinkId) {
    return new Builder(router, sinkId);
  }

  /** Collects the sink's settings. */
  @PublicEvolving
  public static final class Builder {
    private static final String DEFAULT_RESCUE_COLUMN = "_rescued";

    private final TableRouter router;
    private final String sinkId;
    @Nullable private String generation;
    private SchemaPolicy policy = SchemaPolicy.EVOLVE;
    private String rescueColumn = DEFAULT_RESCUE_COLUMN;
    private ParquetSettings parquet = ParquetSettings.DEFAULT;
    private WriteBuffers buffers = WriteBuffers.DEFAULT;
    private int parallelism;

    private Builder(TableRouter router, String sinkId) {
      this.router = router;
      this.sinkId = sinkId;
    }

    /** As {@code sink.generation} of a table's options; null for the first. */
    public Builder generation(@Nullable String newGeneration) {
      generation = newGeneration;
      return this;
    }

    /** What becomes of values that a table has no fitting column for; by default it evolves. */
    public Builder schemaPolicy(SchemaPolicy newPolicy) {
      policy = newPolicy;
      return this;
    }

    /** The column, of type STRING, that takes what does not fit; new tables get it. */
    public Builder rescueColumn(String column) {
      rescueColumn = column;
      return this;
    }

    /** Bytes at which a new file is begun. */
    public Builder targetFileSize(long bytes) {
      buffers = new WriteBuffers(bytes, buffers.maxOpenFiles(), buffers.maxBufferedBytes());
      return this;
    }

    /**
     * Bounds of each writer, for all tables together.
     *
     * @param maxOpenFiles one more ends the least recently used
     * @param maxBufferedBytes memory for rows that are not written out yet
     */
    public Builder openFiles(int maxOpenFiles, long maxBufferedBytes) {
      buffers = new WriteBuffers(buffers.targetFileSize(), maxOpenFiles, maxBufferedBytes);
      return this;
    }

    /**
     * How files are compressed.
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

    /** Of the writers, by default that of the rows; the committer always has parallelism 1. */
    public Builder parallelism(int newParallelism) {
      parallelism = newParallelism;
      return this;
    }

    /**
     * Creates a table before its first row, or gives it the columns that it lacks, by the policy as
     * a row would; at once, in a commit of its own.
     *
     * @throws DeltaException where the policy wants the job to stop
     */
    public Builder prepare(String table, RowType rowType) {
      new TablePreparation(router, policy, rescueColumn).prepare(table, rowType);
      return this;
    }

    /**
     * Adds the sink's operators to the stream, with uids and names that begin with {@code
     * uidPrefix}.
     */
    public DataStreamSink<?> addTo(DataStream<RoutedRow> rows, String uidPrefix) {
      SingleOutputStreamOperator<byte[]> appends =
          rows.transform(
                  "route",
                  PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                  new RoutedWriter(
                      new RoutedTableSettings(router, policy, rescueColumn, parquet, buffers)))
              .setParallelism(parallelism > 0 ? parallelism : rows.getParallelism())
              .name(uidPrefix + ": route")
              .uid(uidPrefix + "/route");
      return AppendTail.addTo(appends, new SinkIdentity(sinkId, generation, false), uidPrefix);
    }
  }
}
