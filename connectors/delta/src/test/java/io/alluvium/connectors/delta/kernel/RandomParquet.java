package io.alluvium.connectors.delta.kernel;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;

/** Files with every physical form of Delta's flat types, with values at random. */
final class RandomParquet {
  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message spark_schema {
            required int64 id;
            optional boolean flag;
            optional int32 tiny (INTEGER(8,true));
            optional int32 small (INTEGER(16,true));
            optional int32 number;
            optional int64 big;
            optional float real;
            optional double wide;
            optional int32 day (DATE);
            optional int64 micros (TIMESTAMP(MICROS,true));
            optional int64 millis (TIMESTAMP(MILLIS,true));
            optional int64 local (TIMESTAMP(MICROS,false));
            optional int96 legacy;
            optional int32 price (DECIMAL(9,2));
            optional int64 amount (DECIMAL(18,4));
            optional fixed_len_byte_array(16) huge (DECIMAL(38,10));
            optional binary text (STRING);
            optional binary bytes;
            optional group outer {
              required int32 leaf;
              optional group inner {
                optional binary deep (STRING);
              }
            }
          }
          """);

  static final List<ReadColumn> FLAT =
      List.of(
          ReadColumn.of("id", new BigIntType(false)),
          ReadColumn.of("flag", new BooleanType()),
          ReadColumn.of("tiny", new TinyIntType()),
          ReadColumn.of("small", new SmallIntType()),
          ReadColumn.of("number", new IntType()),
          ReadColumn.of("big", new BigIntType()),
          ReadColumn.of("real", new FloatType()),
          ReadColumn.of("wide", new DoubleType()),
          ReadColumn.of("day", new DateType()),
          ReadColumn.of("micros", new LocalZonedTimestampType(6)),
          ReadColumn.of("millis", new LocalZonedTimestampType(6)),
          ReadColumn.of("local", new TimestampType(6)),
          ReadColumn.of("legacy", new LocalZonedTimestampType(6)),
          ReadColumn.of("price", new DecimalType(9, 2)),
          ReadColumn.of("amount", new DecimalType(18, 4)),
          ReadColumn.of("huge", new DecimalType(38, 10)),
          ReadColumn.of("text", VarCharType.STRING_TYPE),
          ReadColumn.of("bytes", new VarBinaryType(VarBinaryType.MAX_LENGTH)),
          new ReadColumn(List.of("outer", "leaf"), new IntType()),
          new ReadColumn(List.of("outer", "inner", "deep"), VarCharType.STRING_TYPE),
          ReadColumn.of("missing", new DoubleType()),
          new ReadColumn(List.of("outer", "absent"), new BigIntType()));

  static final LogicalType[] FLAT_TYPES =
      FLAT.stream().map(ReadColumn::type).toArray(LogicalType[]::new);

  private RandomParquet() {}

  static DataFile write(
      Path file, long seed, int rows, WriterVersion version, boolean dictionary, int distinct)
      throws IOException {
    Random random = new Random(seed);
    double[] nullRates = {0, 0.02, 0.5, 1};
    double[] nullRate = new double[SCHEMA.getFieldCount()];
    Arrays.setAll(nullRate, field -> nullRates[random.nextInt(nullRates.length)]);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(SCHEMA)
            .withWriterVersion(version)
            .withDictionaryEncoding(dictionary)
            .withCompressionCodec(
                version == WriterVersion.PARQUET_1_0
                    ? CompressionCodecName.ZSTD
                    : CompressionCodecName.SNAPPY)
            .withPageSize(4 << 10)
            .withPageRowCountLimit(777)
            .withRowGroupSize(200L << 10)
            .build()) {
      for (long id = 0; id < rows; id++) {
        Group row = new SimpleGroup(SCHEMA);
        row.add("id", id);
        for (int field = 1; field < SCHEMA.getFieldCount(); field++) {
          if (random.nextDouble() >= nullRate[field]) {
            add(row, field, random, distinct);
          }
        }
        writer.write(row);
      }
    }
    return new DataFile(
        file.getFileName().toString(),
        Files.size(file),
        Files.getLastModifiedTime(file).toMillis(),
        Map.of(),
        null,
        null);
  }

  private static void add(Group row, int field, Random random, int distinct) {
    // Few distinct values make dictionaries and runs; many make them overflow.
    Random value = new Random(random.nextInt(distinct) * 31L + field);
    if (!SCHEMA.getType(field).isPrimitive()) {
      Group outer = row.addGroup(field);
      outer.add("leaf", value.nextInt());
      if (value.nextInt(3) > 0) {
        Group inner = outer.addGroup("inner");
        if (value.nextInt(3) > 0) {
          inner.add("deep", "d" + value.nextInt(50));
        }
      }
      return;
    }
    PrimitiveType type = SCHEMA.getType(field).asPrimitiveType();
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> row.add(field, value.nextBoolean());
      case INT32 -> row.add(field, int32(type.getName(), value));
      case INT64 -> row.add(field, int64(type.getName(), value));
      case FLOAT ->
          row.add(field, value.nextInt(20) == 0 ? Float.NaN : value.nextFloat() * 1e6f - 5e5f);
      case DOUBLE ->
          row.add(field, value.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : value.nextGaussian());
      case INT96 -> row.add(field, int96(value));
      case FIXED_LEN_BYTE_ARRAY -> row.add(field, huge(value));
      case BINARY -> row.add(field, binary(type.getName(), value));
    }
  }

  private static int int32(String column, Random value) {
    return switch (column) {
      case "tiny" -> (byte) value.nextInt();
      case "small" -> (short) value.nextInt();
      case "day" -> value.nextInt(200_000) - 100_000;
      case "price" -> value.nextInt(1_999_999_999) - 999_999_999;
      default -> value.nextInt(10) == 0 ? Integer.MIN_VALUE : value.nextInt();
    };
  }

  private static long int64(String column, Random value) {
    return switch (column) {
      case "amount" -> value.nextLong() % 999_999_999_999_999_999L;
      case "micros", "local" -> value.nextLong() % 4_000_000_000_000_000L;
      case "millis" -> value.nextLong() % 4_000_000_000_000L;
      default -> value.nextInt(10) == 0 ? Long.MIN_VALUE : value.nextLong();
    };
  }

  private static Binary int96(Random value) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(value.nextInt(86_400) * 1_000_000_000L + value.nextInt(1_000_000) * 1_000L)
            .putInt(2_440_588 + value.nextInt(40_000) - 20_000)
            .array());
  }

  private static Binary huge(Random value) {
    byte[] magnitude =
        new BigInteger(120, value).subtract(BigInteger.ONE.shiftLeft(119)).toByteArray();
    byte[] fixed = new byte[16];
    Arrays.fill(fixed, (byte) (magnitude[0] < 0 ? -1 : 0));
    System.arraycopy(magnitude, 0, fixed, 16 - magnitude.length, magnitude.length);
    return Binary.fromConstantByteArray(fixed);
  }

  private static Binary binary(String column, Random value) {
    if (column.equals("text")) {
      return Binary.fromString(
          "grüße 🌊 ".repeat(value.nextInt(3)) + (value.nextInt(5) == 0 ? "" : value.nextInt()));
    }
    byte[] bytes = new byte[value.nextInt(40)];
    value.nextBytes(bytes);
    return Binary.fromConstantByteArray(bytes);
  }
}
