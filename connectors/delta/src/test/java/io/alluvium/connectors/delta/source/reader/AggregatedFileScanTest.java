package io.alluvium.connectors.delta.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.TestVectors;
import io.alluvium.connectors.delta.source.TestTable;
import io.alluvium.connectors.delta.source.aggregate.BatchAggregation;
import io.alluvium.connectors.delta.source.aggregate.GroupBy;
import io.alluvium.connectors.delta.source.aggregate.Measure;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregatedFileScanTest {
  private static final RowType TYPE =
      RowType.of(
          new LogicalType[] {new IntType(), VarCharType.STRING_TYPE, new BigIntType()},
          new String[] {"number", "text", "amount"});
  private static final RowType PRODUCED =
      RowType.of(
          new IntType(),
          VarCharType.STRING_TYPE,
          new BigIntType(),
          new BigIntType(),
          new BigIntType());
  private static final int ROWS = 40_000;
  private static final int BATCH = 2048;

  @TempDir Path folder;
  private DataFile file;
  private int mostAtOnce;
  private int batchesWithRows;

  @BeforeEach
  void write() throws Exception {
    TestTable table = TestTable.create(folder.toString(), TYPE, List.of());
    table.append(IntStream.range(0, ROWS).mapToObj(i -> row(i)).toArray(RowData[]::new));
    file = table.latest().files().get(0);
  }

  /** Texts are few and in a dictionary at first, then too many for one. */
  private static RowData row(int i) {
    Integer number = i % 11 == 0 ? null : i % 3;
    String text = i < ROWS / 2 ? "few" + i % 7 : "many".repeat(30) + i % 15_000;
    return GenericRowData.of(
        number, i % 13 == 0 ? null : StringData.fromString(text), i % 17 == 0 ? null : (long) i);
  }

  @Test
  void partialResultsAddUp() throws Exception {
    assertThat(aggregated(FileSplit.of(file, 1, 0), Integer.MAX_VALUE))
        .isEqualTo(expected(false, 0));
  }

  @Test
  void memoryIsBounded() throws Exception {
    int bound = 100;
    assertThat(aggregated(FileSplit.of(file, 1, 0), bound)).isEqualTo(expected(false, 0));
    assertThat(mostAtOnce).isGreaterThan(bound).isLessThanOrEqualTo(bound + BATCH);
    assertThat(batchesWithRows).isGreaterThan(2);
  }

  @Test
  void deletedRowsAndThoseBeforeTheSplitsFirstAreLeftOut() throws Exception {
    var vector =
        TestVectors.write(
                folder, List.of(IntStream.range(0, ROWS).filter(i -> isDeleted(i)).toArray()))
            .get(0);
    DataFile withVector =
        new DataFile(
            file.path(),
            file.size(),
            file.modificationTime(),
            file.partitionValues(),
            file.statistics(),
            vector);
    FileSplit split = FileSplit.of(withVector, 1, 0);
    assertThat(aggregated(split, 100)).isEqualTo(expected(true, 0));
    assertThat(aggregated(split.goingOnAt(30_001), 100)).isEqualTo(expected(true, 30_001));
    assertThat(aggregated(split.goingOnAt(ROWS), 100)).isEmpty();
  }

  /** A whole batch, and others in part. */
  private static boolean isDeleted(int row) {
    return row >= 2 * BATCH && row < 3 * BATCH || row % 5 == 2 || row > ROWS - 10;
  }

  private Map<String, Totals> aggregated(FileSplit split, int bound) throws Exception {
    ScanColumns columns = ScanColumns.all(TYPE);
    LogicalType amount = new BigIntType();
    GroupBy groupBy =
        new GroupBy(
            List.of(0, 1),
            List.of(
                new Measure(Measure.Kind.COUNT_ROWS, Measure.NO_COLUMN, amount, amount),
                new Measure(Measure.Kind.SUM, 2, amount, amount),
                new Measure(Measure.Kind.MAX, 2, amount, amount)),
            PRODUCED);
    Map<String, Totals> totals = new TreeMap<>();
    try (AggregatedFileScan scan =
        new AggregatedFileScan(
            split,
            new TableFiles(folder.toString(), columns),
            new BatchAggregation(groupBy, columns.read()),
            bound)) {
      ReadBatch batch;
      do {
        batch = scan.next();
        mostAtOnce = Math.max(mostAtOnce, (int) batch.rows());
        batchesWithRows += batch.rows() > 0 ? 1 : 0;
        for (ReadElement element = batch.nextRecordFromSplit();
            element != null;
            element = batch.nextRecordFromSplit()) {
          RowData row = element.row();
          totals.merge(
              key(row),
              new Totals(row.getLong(2), nullable(row, 3), nullable(row, 4)),
              Totals::plus);
        }
      } while (!batch.isLast());
    }
    return totals;
  }

  private static Map<String, Totals> expected(boolean deleted, int first) {
    Map<String, Totals> totals = new TreeMap<>();
    for (int i = first; i < ROWS; i++) {
      if (deleted && isDeleted(i)) {
        continue;
      }
      RowData row = row(i);
      totals.merge(key(row), new Totals(1, nullable(row, 2), nullable(row, 2)), Totals::plus);
    }
    return totals;
  }

  private static String key(RowData row) {
    return (row.isNullAt(0) ? "null" : row.getInt(0)) + " " + row.getString(1);
  }

  private static Long nullable(RowData row, int field) {
    return row.isNullAt(field) ? null : row.getLong(field);
  }

  private record Totals(long rows, Long sum, Long max) {
    Totals plus(Totals other) {
      if (sum == null || other.sum == null) {
        return new Totals(
            rows + other.rows, sum == null ? other.sum : sum, max == null ? other.max : max);
      }
      return new Totals(rows + other.rows, sum + other.sum, Math.max(max, other.max));
    }
  }
}
