package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.kernel.TestVectors;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/** A table by region and day, whose files hold narrow ranges of ascending values. */
record PartitionedTable(Path folder) {
  private static final RowType STORED =
      RowType.of(
          new LogicalType[] {
            new BigIntType(),
            new IntType(),
            new FloatType(),
            new DoubleType(),
            VarCharType.STRING_TYPE,
            new DateType(),
            new TimestampType(6),
            new LocalZonedTimestampType(6),
            new DecimalType(10, 2),
            new BooleanType(),
            RowType.of(
                new LogicalType[] {new IntType(), VarCharType.STRING_TYPE}, new String[] {"a", "b"})
          },
          new String[] {"id", "n", "f", "dbl", "s", "dt", "ts", "tl", "price", "flag", "st"});

  static final int FILES = 12;
  static final int ROWS = 40;

  static PartitionedTable create(Path folder) throws Exception {
    List<RowType.RowField> fields = new ArrayList<>(STORED.getFields());
    fields.add(new RowType.RowField("region", VarCharType.STRING_TYPE));
    fields.add(new RowType.RowField("d", new DateType()));
    DeltaTable.at(folder.toString())
        .createIfAbsent(
            new TableDescription(
                new RowType(false, fields),
                List.of("region", "d"),
                List.of(),
                Map.of("delta.enableDeletionVectors", "true"),
                ""));
    PartitionedTable table = new PartitionedTable(folder);
    List<DataFile> files = new ArrayList<>();
    for (int file = 0; file < FILES; file++) {
      files.add(table.write(file));
    }
    table.commit(files, List.of());
    return table;
  }

  private DataFile write(int file) throws Exception {
    Random random = new Random(file);
    try (DataFileWriter writer =
        new DataFileWriter(folder.toString(), "part-" + UUID.randomUUID() + ".parquet", STORED)) {
      for (int i = 0; i < ROWS; i++) {
        writer.write(row(file * ROWS + i, random));
      }
      DataFile written = writer.finish();
      Map<String, String> partition = new HashMap<>();
      String[] regions = {"north", "south", null};
      partition.put("region", regions[file % 3]);
      partition.put("d", file == 7 ? null : LocalDate.of(2026, 5, 1 + file / 3).toString());
      return new DataFile(
          written.path(),
          written.size(),
          written.modificationTime(),
          partition,
          written.statistics(),
          null);
    }
  }

  private static GenericRowData row(int id, Random random) {
    GenericRowData row =
        GenericRowData.of(
            (long) id,
            id / 3,
            id % 50 == 0 ? Float.NaN : id * 0.1f,
            id % 70 == 0 ? Double.NaN : -id * 0.5,
            StringData.fromString(String.format("key-%04d ", id) + "long text ".repeat(id % 9)),
            20_000 + id / 10,
            TimestampData.fromEpochMillis(1_700_000_000_000L + id * 1_000L, 999_000),
            TimestampData.fromEpochMillis(1_700_000_000_000L + id * 1_000L, 1_000),
            DecimalData.fromUnscaledLong(id * 25L, 10, 2),
            id % 2 == 0,
            GenericRowData.of(id * 2, StringData.fromString("b" + id % 5)));
    for (int field = 1; field < row.getArity(); field++) {
      if (random.nextInt(9) == 0) {
        row.setField(field, null);
      }
    }
    return row;
  }

  /** Deletes the first rows of a file by a vector. */
  void deleteRows(int file, int rows) throws Exception {
    DataFile old = DeltaTable.at(folder.toString()).snapshot().files().get(file);
    var vector = TestVectors.write(folder, List.of(IntStream.range(0, rows).toArray())).get(0);
    commit(
        List.of(
            new DataFile(
                old.path(),
                old.size(),
                old.modificationTime(),
                old.partitionValues(),
                old.statistics(),
                vector)),
        List.of(old));
  }

  private void commit(List<DataFile> added, List<DataFile> removed) {
    String sink = UUID.randomUUID().toString();
    new DeltaTableCommitter(DeltaTable.at(folder.toString()))
        .commit(new DeltaCommit(sink, 1, sink, added, removed));
  }
}
