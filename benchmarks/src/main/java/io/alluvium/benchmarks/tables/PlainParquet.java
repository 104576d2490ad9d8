package io.alluvium.benchmarks.tables;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** parquet-java's own writer for flat rows, set as the connectors are: zstd 1, statistics on. */
public final class PlainParquet {

  private PlainParquet() {}

  public static ParquetWriter<RowData> writer(Path file, RowType rowType) throws IOException {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.set("parquet.compression.codec.zstd.level", "1");
    return new Builder(new LocalOutputFile(file), rowType)
        .withConf(configuration)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(32L << 20)
        .withPageWriteChecksumEnabled(false)
        .build();
  }

  private static final class Builder extends ParquetWriter.Builder<RowData, Builder> {
    private final RowType rowType;

    Builder(OutputFile file, RowType rowType) {
      super(file);
      this.rowType = rowType;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<RowData> getWriteSupport(Configuration configuration) {
      return new FlatRows(rowType);
    }

    @Override
    protected WriteSupport<RowData> getWriteSupport(ParquetConfiguration configuration) {
      return new FlatRows(rowType);
    }
  }

  private static final class FlatRows extends WriteSupport<RowData> {
    private final RowType rowType;
    private final String[] names;
    private RecordConsumer out;

    FlatRows(RowType rowType) {
      this.rowType = rowType;
      this.names = rowType.getFieldNames().toArray(new String[0]);
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      Types.MessageTypeBuilder message = Types.buildMessage();
      for (int i = 0; i < names.length; i++) {
        LogicalType type = rowType.getTypeAt(i);
        switch (type.getTypeRoot()) {
          case INTEGER -> message.optional(PrimitiveTypeName.INT32).named(names[i]);
          case BIGINT -> message.optional(PrimitiveTypeName.INT64).named(names[i]);
          case DOUBLE -> message.optional(PrimitiveTypeName.DOUBLE).named(names[i]);
          case VARCHAR ->
              message
                  .optional(PrimitiveTypeName.BINARY)
                  .as(LogicalTypeAnnotation.stringType())
                  .named(names[i]);
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              message
                  .optional(PrimitiveTypeName.INT64)
                  .as(
                      LogicalTypeAnnotation.timestampType(
                          true, LogicalTypeAnnotation.TimeUnit.MICROS))
                  .named(names[i]);
          case DECIMAL ->
              message
                  .optional(PrimitiveTypeName.INT64)
                  .as(
                      LogicalTypeAnnotation.decimalType(
                          ((DecimalType) type).getScale(), ((DecimalType) type).getPrecision()))
                  .named(names[i]);
          default -> throw new IllegalArgumentException("No column of " + type);
        }
      }
      MessageType schema = message.named("table");
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      out = recordConsumer;
    }

    @Override
    public void write(RowData row) {
      out.startMessage();
      for (int i = 0; i < names.length; i++) {
        out.startField(names[i], i);
        switch (rowType.getTypeAt(i).getTypeRoot()) {
          case INTEGER -> out.addInteger(row.getInt(i));
          case BIGINT -> out.addLong(row.getLong(i));
          case DOUBLE -> out.addDouble(row.getDouble(i));
          case VARCHAR -> out.addBinary(Binary.fromConstantByteArray(row.getString(i).toBytes()));
          case DECIMAL -> {
            DecimalType type = (DecimalType) rowType.getTypeAt(i);
            out.addLong(row.getDecimal(i, type.getPrecision(), type.getScale()).toUnscaledLong());
          }
          default -> {
            TimestampData time = row.getTimestamp(i, 6);
            out.addLong(time.getMillisecond() * 1_000 + time.getNanoOfMillisecond() / 1_000);
          }
        }
        out.endField(names[i], i);
      }
      out.endMessage();
    }
  }
}
