package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.SideOutputTransformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * The operators of a merge-on-read sink, up to the announcements of what changed.
 *
 * <pre>
 * rows ─┬─keyBy key──────────────► UpsertWriter (N) ─┬─keyBy file─► DeletionVectorWriter (N) ─►
 *       └─(barriers)─► TableWatcher (1) ─broadcast─►─┘      ▲
 *                            └──────────────────────────────┘
 * </pre>
 *
 * <p>The operators are added to the stream one by one, not through Flink's sink topologies ({@code
 * SupportsPreWriteTopology}): there, SQL refuses uids on inner operators without a compiled plan,
 * and without uids no upgraded job would find its state.
 */
@Internal
public final class UpsertTopology {
  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  private final UpsertSettings settings;

  public UpsertTopology(UpsertSettings settings) {
    this.settings = settings;
  }

  /** Gives an operator its name, uid and parallelism. */
  @Internal
  public interface OperatorSetup {
    <T> SingleOutputStreamOperator<T> apply(SingleOutputStreamOperator<T> operator, String name);
  }

  /** A text that tells the files of a new job from those of all others. */
  public static String newGeneration() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  /** The announcements of what changed, as {@code FileChanges}. */
  public DataStream<byte[]> addTo(DataStream<RowData> rows, OperatorSetup setup) {
    SingleOutputStreamOperator<byte[]> watcher =
        aligned(barriersOf(rows).global()).transform("watch", BYTES, new TableWatcher(settings));
    setup.apply(watcher, "watch").setParallelism(1).setMaxParallelism(1);
    SingleOutputStreamOperator<Tuple2<Integer, byte[]>> writer =
        aligned(rows.keyBy(new PrimaryKeySelector(settings.rowType(), settings.primaryKey())))
            .connect(aligned(watcher.broadcast()))
            .transform("write", Types.TUPLE(Types.INT, BYTES), new UpsertWriter(settings));
    setup.apply(writer, "write");
    SingleOutputStreamOperator<byte[]> owner =
        aligned(
                writer
                    .union(watcher.getSideOutput(TableWatcher.FILE_EVENTS))
                    .keyBy(event -> event.f0, Types.INT))
            .transform("vectors", BYTES, new DeletionVectorWriter(settings.tablePath()));
    return setup.apply(owner, "vectors").union(watcher.getSideOutput(TableWatcher.VERSIONS));
  }

  /** A side output that nobody writes to: barriers pass through it, rows do not. */
  private static DataStream<RowData> barriersOf(DataStream<RowData> rows) {
    return new DataStream<>(
        rows.getExecutionEnvironment(),
        new SideOutputTransformation<>(
            rows.getTransformation(),
            new OutputTag<>(
                "no-rows-" + UUID.randomUUID(), (TypeInformation<RowData>) rows.getType())));
  }

  /** An unaligned barrier would overtake rows that belong before it. */
  private static <T, S extends DataStream<T>> S aligned(S stream) {
    ((PartitionTransformation<?>) stream.getTransformation())
        .getPartitioner()
        .disableUnalignedCheckpoints();
    return stream;
  }
}
