package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.tables.PlainParquet;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.hadoop.ParquetWriter;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The limit of a snapshot: one thread that copies the table of orders in PostgreSQL's binary format
 * and writes it by parquet-java's writer. Parameters: {@code url}, {@code user}, {@code password},
 * {@code folder} (new, of the run).
 */
public final class CopyLoop implements Engine {
  private static final int FIELDS = 8;
  private static final int HEADER_BYTES = 19;

  /** 2000-01-01, from which PostgreSQL counts. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final RowType ROW_TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.BIGINT()),
                  DataTypes.FIELD("customer_id", DataTypes.INT()),
                  DataTypes.FIELD("status", DataTypes.STRING()),
                  DataTypes.FIELD("amount", DataTypes.DECIMAL(12, 2)),
                  DataTypes.FIELD("quantity", DataTypes.INT()),
                  DataTypes.FIELD("note", DataTypes.STRING()),
                  DataTypes.FIELD("created_at", DataTypes.TIMESTAMP_LTZ(6)),
                  DataTypes.FIELD("updated_at", DataTypes.TIMESTAMP_LTZ(6)))
              .getLogicalType();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path output = Files.createDirectories(Path.of(parameters.get("folder"), "lake"));
    try (Connection connection =
            DriverManager.getConnection(
                parameters.get("url"), parameters.get("user"), parameters.get("password"));
        ParquetWriter<RowData> writer =
            PlainParquet.writer(output.resolve("orders.parquet"), ROW_TYPE)) {
      CopyOut copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY orders TO STDOUT (FORMAT binary)");
      boolean first = true;
      for (byte[] bytes = copy.readFromCopy(); bytes != null; bytes = copy.readFromCopy()) {
        ByteBuffer tuple = ByteBuffer.wrap(bytes);
        if (first) {
          tuple.position(HEADER_BYTES);
          first = false;
        }
        if (tuple.getShort() == FIELDS) {
          writer.write(row(tuple));
        }
      }
    }
    return Map.of();
  }

  private static RowData row(ByteBuffer tuple) {
    GenericRowData row = new GenericRowData(FIELDS);
    tuple.getInt();
    row.setField(0, tuple.getLong());
    tuple.getInt();
    row.setField(1, tuple.getInt());
    row.setField(2, text(tuple));
    row.setField(3, amount(tuple));
    tuple.getInt();
    row.setField(4, tuple.getInt());
    row.setField(5, text(tuple));
    row.setField(6, instant(tuple));
    row.setField(7, instant(tuple));
    return row;
  }

  private static BinaryStringData text(ByteBuffer tuple) {
    int length = tuple.getInt();
    BinaryStringData text = BinaryStringData.fromBytes(tuple.array(), tuple.position(), length);
    tuple.position(tuple.position() + length);
    return text;
  }

  private static TimestampData instant(ByteBuffer tuple) {
    tuple.getInt();
    long micros = tuple.getLong() + EPOCH_MICROS;
    return TimestampData.fromEpochMillis(
        Math.floorDiv(micros, 1_000), (int) Math.floorMod(micros, 1_000) * 1_000);
  }

  /** Digits of base 10,000, the first of weight {@code weight}; not negative here. */
  private static DecimalData amount(ByteBuffer tuple) {
    tuple.getInt();
    int digits = tuple.getShort();
    int weight = tuple.getShort();
    tuple.getShort();
    tuple.getShort();
    long tenThousandths = 0;
    for (int place = weight; place >= -1; place--) {
      int digit = weight - place < digits ? tuple.getShort() : 0;
      tenThousandths = tenThousandths * 10_000 + digit;
    }
    return DecimalData.fromUnscaledLong(tenThousandths / 100, 12, 2);
  }
}
