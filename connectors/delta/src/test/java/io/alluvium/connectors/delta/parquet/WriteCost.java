package io.alluvium.connectors.delta.parquet;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;

/**
 * Prints the CPU seconds that writing a million rows of ten columns takes, one thread, and the
 * bytes that they take. Not a test: run {@code main}.
 */
final class WriteCost {
  static final RowType ROW_TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("device", DataTypes.STRING()),
                  DataTypes.FIELD("site", DataTypes.STRING()),
                  DataTypes.FIELD("sequence", DataTypes.BIGINT()),
                  DataTypes.FIELD("event_time", DataTypes.TIMESTAMP_LTZ(3)),
                  DataTypes.FIELD("temperature", DataTypes.DOUBLE()),
                  DataTypes.FIELD("humidity", DataTypes.DOUBLE()),
                  DataTypes.FIELD("battery", DataTypes.INT()),
                  DataTypes.FIELD("status", DataTypes.STRING()),
                  DataTypes.FIELD("ok", DataTypes.BOOLEAN()),
                  DataTypes.FIELD("note", DataTypes.STRING()))
              .getLogicalType();
  private static final int DISTINCT_ROWS = 200_000;
  private static final int ROWS = 1_000_000;
  private static final int REPEATS = 6;

  private WriteCost() {}

  public static void main(String[] args) throws Exception {
    List<RowData> rows = rows();
    Path folder = Files.createTempDirectory("write-cost");
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      long allocated = allocatedBytes();
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      String name = "file-" + repeat + ".parquet";
      try (DataFileWriter writer = new DataFileWriter(folder.toString(), name, ROW_TYPE)) {
        for (int i = 0; i < ROWS; i++) {
          writer.write(rows.get(i % DISTINCT_ROWS));
          if (writer.estimatedSize() > (128L << 20)) {
            throw new IllegalStateException("the file is larger than expected");
          }
        }
        writer.finish();
      }
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      System.out.printf(
          "%.3f CPU s per million rows, %d bytes allocated per row, %.1f MB%n",
          nanos / 1e9 * 1_000_000 / ROWS,
          (allocatedBytes() - allocated) / ROWS,
          Files.size(folder.resolve(name)) / 1e6);
      Files.delete(folder.resolve(name));
    }
    Files.delete(folder);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  static List<RowData> rows() {
    Random random = new Random(3);
    RowDataSerializer serializer = new RowDataSerializer(ROW_TYPE);
    List<RowData> rows = new ArrayList<>();
    for (int i = 0; i < DISTINCT_ROWS; i++) {
      GenericRowData row =
          GenericRowData.of(
              StringData.fromString("device-" + random.nextInt(5_000)),
              StringData.fromString("site-" + random.nextInt(50)),
              (long) i,
              TimestampData.fromEpochMillis(1_780_000_000_000L + i * 37L),
              Math.round(random.nextGaussian() * 1000) / 100.0,
              random.nextDouble(),
              random.nextInt(100),
              StringData.fromString(random.nextInt(20) == 0 ? "DEGRADED" : "OK"),
              random.nextBoolean(),
              StringData.fromString("reading " + random.nextInt()));
      if (random.nextInt(10) == 0) {
        row.setField(5, null);
      }
      rows.add(serializer.toBinaryRow(row).copy());
    }
    return rows;
  }
}
