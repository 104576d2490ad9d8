package io.alluvium.connectors.postgres;

import io.alluvium.connectors.delta.sink.DeltaSink;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.Collector;

/** Writes each change as one row of texts into a table of the lake, exactly once. */
final class RecordedChanges implements ChangeConverter<RowData> {
  private static final long serialVersionUID = 1L;

  static final String TABLE = "changes";
  static final RowType ROW_TYPE =
      RowType.of(
          new LogicalType[] {
            VarCharType.STRING_TYPE,
            VarCharType.STRING_TYPE,
            VarCharType.STRING_TYPE,
            VarCharType.STRING_TYPE,
            VarCharType.STRING_TYPE,
            new BigIntType(),
            new BigIntType(),
            new BigIntType()
          },
          new String[] {"table", "op", "row", "before", "notes", "sequence", "lsn", "xid"});

  private final long readNanos;

  /**
   * @param readNanos to wait at each row of the snapshot
   */
  private RecordedChanges(long readNanos) {
    this.readNanos = readNanos;
  }

  static void define(StreamExecutionEnvironment env, PostgresSource<RowData> source, Path lake) {
    DeltaSink.append(lake.resolve(TABLE).toString(), ROW_TYPE)
        .sinkId("changes")
        .addTo(
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "postgres").uid("source"),
            "changes");
  }

  static PostgresSourceBuilder<RowData> source(PostgresAddress address) {
    return source(address, 0);
  }

  static PostgresSourceBuilder<RowData> source(PostgresAddress address, long readNanos) {
    return PostgresSource.builder(
        address, new RecordedChanges(readNanos), InternalTypeInfo.of(ROW_TYPE));
  }

  @Override
  public void convert(TableSchema schema, Change change, Collector<RowData> out) {
    if (readNanos > 0 && change.operation() == Operation.READ) {
      LockSupport.parkNanos(readNanos);
    }
    StringJoiner notes = new StringJoiner(" ");
    for (UnfitValue unfit : change.unfit()) {
      notes.add(schema.columns().getFieldNames().get(unfit.column()) + "=" + unfit.text());
    }
    for (int column : change.unavailable()) {
      notes.add(schema.columns().getFieldNames().get(column) + "?");
    }
    if (change.keyChanged()) {
      notes.add("key");
    }
    out.collect(
        GenericRowData.of(
            StringData.fromString(schema.table().toString()),
            StringData.fromString(change.operation().name()),
            StringData.fromString(text(schema, change.row())),
            StringData.fromString(text(schema, (GenericRowData) change.before())),
            StringData.fromString(notes.toString()),
            change.sequence(),
            change.lsn(),
            change.transactionId()));
  }

  /** Such as {@code id=1 name=x}, without what is null. */
  static String text(TableSchema schema, GenericRowData row) {
    if (row == null) {
      return null;
    }
    List<String> names = schema.columns().getFieldNames();
    return IntStream.range(0, names.size())
        .filter(i -> row.getField(i) != null)
        .mapToObj(i -> names.get(i) + "=" + row.getField(i))
        .collect(Collectors.joining(" "));
  }
}
