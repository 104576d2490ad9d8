package io.alluvium.state.edits;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.functions.sink.RichSinkFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.RuntimeConverter;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;

/** Adds to a file a line for each row: its kind, and its values. */
final class LineTableSink implements DynamicTableSink {
  private final String path;
  private final DataType type;
  private final boolean upserts;

  LineTableSink(String path, DataType type, boolean upserts) {
    this.path = path;
    this.type = type;
    this.upserts = upserts;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    return upserts ? ChangelogMode.upsert() : requested;
  }

  @SuppressWarnings("deprecation")
  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return SinkFunctionProvider.of(new Lines(path, context.createDataStructureConverter(type)));
  }

  @Override
  public DynamicTableSink copy() {
    return new LineTableSink(path, type, upserts);
  }

  @Override
  public String asSummaryString() {
    return "lines into " + path;
  }

  private static final class Lines extends RichSinkFunction<RowData> {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final DataStructureConverter converter;

    private Lines(String path, DataStructureConverter converter) {
      this.path = path;
      this.converter = converter;
    }

    @Override
    public void open(Configuration parameters) {
      converter.open(RuntimeConverter.Context.create(getClass().getClassLoader()));
    }

    @Override
    public void invoke(RowData value, Context context) throws Exception {
      Row row = (Row) converter.toExternal(value);
      row.setKind(value.getRowKind());
      Files.writeString(
          Path.of(path), row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
