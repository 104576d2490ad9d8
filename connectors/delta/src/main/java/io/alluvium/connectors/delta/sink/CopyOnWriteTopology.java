package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.sink.upsert.UpsertTopology;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * The operators of a copy-on-write sink, up to the announcements of what changed.
 *
 * @param rowsPerFile at which a file group is full
 * @param builtIn the folder of the table in which the sink's state began; null for the table itself
 */
record CopyOnWriteTopology(
    String tablePath,
    RowType rowType,
    List<String> primaryKey,
    PartialUpdate partialUpdate,
    long rowsPerFile,
    @Nullable String builtIn) {
  private static final int MAX_BUFFERED_ROWS = 200_000;

  /** The announcements, as {@code FileChanges}. */
  DataStream<byte[]> addTo(DataStream<RowData> rows, UpsertTopology.OperatorSetup setup) {
    PrimaryKeySelector keySelector = new PrimaryKeySelector(rowType, primaryKey);
    SingleOutputStreamOperator<Tuple2<Long, RowData>> assigned =
        DeltaSink.aligned(rows.keyBy(keySelector))
            .transform(
                "assign",
                new TupleTypeInfo<>(Types.LONG, InternalTypeInfo.of(rowType)),
                new FileAssigner(rowsPerFile));
    setup.apply(assigned, "assign");
    SingleOutputStreamOperator<byte[]> rewritten =
        DeltaSink.aligned(assigned.keyBy(change -> change.f0, Types.LONG))
            .transform(
                "rewrite",
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                new FileGroupRewriter(
                    tablePath, rowType, keySelector, partialUpdate, MAX_BUFFERED_ROWS, builtIn));
    return setup.apply(rewritten, "rewrite");
  }
}
