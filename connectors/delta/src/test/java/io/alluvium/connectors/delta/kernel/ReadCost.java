package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.pages.RowBatch;
import io.alluvium.connectors.delta.pages.RowBatches;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Prints the CPU seconds that reading a million rows takes, one thread, every field through {@link
 * RowData}, from pages and through Kernel's handler in turn. Not a test: run {@code main}.
 */
final class ReadCost {
  private static final RowType ROW_TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("device", DataTypes.STRING()),
                  DataTypes.FIELD("site", DataTypes.STRING()),
                  DataTypes.FIELD("sequence", DataTypes.BIGINT()),
                  DataTypes.FIELD("event_time", DataTypes.TIMESTAMP_LTZ(6)),
                  DataTypes.FIELD("temperature", DataTypes.DOUBLE()),
                  DataTypes.FIELD("humidity", DataTypes.DOUBLE()),
                  DataTypes.FIELD("battery", DataTypes.INT()),
                  DataTypes.FIELD("status", DataTypes.STRING()),
                  DataTypes.FIELD("ok", DataTypes.BOOLEAN()),
                  DataTypes.FIELD("note", DataTypes.STRING()))
              .getLogicalType();
  private static final int ROWS = 2_000_000;
  private static final int REPEATS = 4;

  private ReadCost() {}

  /** Opens a file. */
  private interface Opening {
    RowBatches open() throws IOException;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("read-cost");
    DataFile file = write(folder);
    System.out.printf("%.1f MB%n", file.size() / 1e6);
    for (List<String> names :
        List.of(ROW_TYPE.getFieldNames(), List.of("device", "sequence", "temperature"))) {
      List<ReadColumn> columns =
          names.stream()
              .map(name -> ReadColumn.of(name, ROW_TYPE.getTypeAt(ROW_TYPE.getFieldIndex(name))))
              .toList();
      DataFileReader reader =
          new DataFileReader(folder.toString(), columns, StoredColumns.sameNames());
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        print(names.size() + " columns, pages ", columns, () -> reader.open(file));
        print(
            names.size() + " columns, Kernel",
            columns,
            () -> reader.openNested(file, 0, Long.MAX_VALUE));
      }
    }
    Files.delete(folder.resolve(file.path()));
    Files.delete(folder);
  }

  private static void print(String what, List<ReadColumn> columns, Opening opening)
      throws Exception {
    RowData.FieldGetter[] getters = new RowData.FieldGetter[columns.size()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = RowData.createFieldGetter(columns.get(i).type(), i);
    }
    long allocated = allocatedBytes();
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long sum = 0;
    try (RowBatches batches = opening.open()) {
      for (RowBatch batch = batches.next(); batch != null; batch = batches.next()) {
        for (int i = 0; i < batch.size(); i++) {
          RowData row = batch.row(i);
          for (RowData.FieldGetter getter : getters) {
            Object value = getter.getFieldOrNull(row);
            sum += value == null ? 1 : value.hashCode();
          }
        }
      }
    }
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    System.out.printf(
        "%s: %.2f million rows per CPU s, %d bytes allocated per row, checksum %d%n",
        what, ROWS / (nanos / 1e3), (allocatedBytes() - allocated) / ROWS, sum);
  }

  private static DataFile write(Path folder) throws IOException {
    Random random = new Random(3);
    try (DataFileWriter writer = new DataFileWriter(folder.toString(), "data.parquet", ROW_TYPE)) {
      for (int i = 0; i < ROWS; i++) {
        writer.write(
            GenericRowData.of(
                StringData.fromString("device-" + random.nextInt(5_000)),
                StringData.fromString("site-" + random.nextInt(50)),
                (long) i,
                TimestampData.fromEpochMillis(1_780_000_000_000L + i * 37L),
                Math.round(random.nextGaussian() * 1000) / 100.0,
                random.nextInt(10) == 0 ? null : random.nextDouble(),
                random.nextInt(100),
                StringData.fromString(random.nextInt(20) == 0 ? "DEGRADED" : "OK"),
                random.nextBoolean(),
                StringData.fromString("reading " + random.nextInt())));
      }
      return writer.finish();
    }
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
