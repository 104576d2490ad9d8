package io.alluvium.connectors.delta.sink.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.CommitTerms;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.parquet.ParquetSettings;
import io.alluvium.connectors.delta.sink.OpenFiles;
import io.alluvium.connectors.delta.sink.TableAppend;
import io.alluvium.connectors.delta.sink.WriteBuffers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutedTableTest {
  private static final RowType PLAIN = type(DataTypes.FIELD("id", DataTypes.BIGINT().notNull()));
  private static final RowType NUMBERED =
      type(
          DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
          DataTypes.FIELD("grade", DataTypes.INT()));
  private static final RowType NAMED =
      type(
          DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
          DataTypes.FIELD("grade", DataTypes.STRING()));

  @TempDir private Path lake;

  /** As where one reads a snapshot and the other the log, in which a column was changed since. */
  @Test
  void twoWritersThatBringAColumnOfTwoTypesAreCommittedTogether() throws Exception {
    try (OpenFiles files = new OpenFiles(WriteBuffers.DEFAULT);
        RoutedTable one = table(files);
        RoutedTable other = table(files)) {
      one.write(NUMBERED, GenericRowData.of(1L, 7));
      other.write(NAMED, GenericRowData.of(2L, StringData.fromString("good")));
      commit(one, other);
    }
    assertThat(contents()).containsExactly("1 7 null", "2 null {\"grade\":\"good\"}");
  }

  @Test
  void aColumnThatBothBringToATableThatIsThereIsOfTheFirstType() throws Exception {
    try (OpenFiles files = new OpenFiles(WriteBuffers.DEFAULT);
        RoutedTable one = table(files);
        RoutedTable other = table(files)) {
      one.write(PLAIN, GenericRowData.of(1L));
      other.write(PLAIN, GenericRowData.of(2L));
      other.write(NUMBERED, GenericRowData.of(3L, 7));
      one.write(NAMED, GenericRowData.of(4L, StringData.fromString("good")));
      one.write(NUMBERED, GenericRowData.of(5L, 8));
      commit(one, other);
    }
    assertThat(contents())
        .containsExactly(
            "1 null null", "2 null null", "3 7 null", "4 null {\"grade\":\"good\"}", "5 8 null");
  }

  private RoutedTable table(OpenFiles files) {
    return new RoutedTable(
        "grades",
        new RoutedTableSettings(
            TableRouter.folders(lake.toString()),
            SchemaPolicy.EVOLVE,
            "_rescued",
            ParquetSettings.DEFAULT,
            WriteBuffers.DEFAULT),
        files);
  }

  /** As the job's committer does. */
  private void commit(RoutedTable... writers) throws Exception {
    List<DataFile> files = new ArrayList<>();
    Set<RowType> columns = new LinkedHashSet<>();
    for (RoutedTable writer : writers) {
      TableAppend append = writer.takeAppend().orElseThrow();
      files.addAll(append.files());
      columns.add(append.description().rowType());
      DeltaTable.at(path()).createIfAbsent(append.description());
    }
    try (DeltaTableCommitter committer = new DeltaTableCommitter(DeltaTable.at(path()))) {
      committer.commit(
          new DeltaCommit("sink", 1, "token", files, List.of()),
          new CommitTerms(null, List.copyOf(columns)));
    }
  }

  private String path() {
    return lake.resolve("grades").toString();
  }

  private Set<String> contents() throws Exception {
    DeltaSnapshot snapshot = DeltaTable.at(path()).snapshot();
    int grade = snapshot.rowType().getFieldIndex("grade");
    int rescued = snapshot.rowType().getFieldIndex("_rescued");
    Set<String> contents = new TreeSet<>();
    DataFileReader reader = new DataFileReader(path(), snapshot.rowType());
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> rows = reader.read(file)) {
        while (rows.hasNext()) {
          RowData row = rows.next();
          contents.add(
              row.getLong(0)
                  + " "
                  + (row.isNullAt(grade) ? null : row.getInt(grade))
                  + " "
                  + (row.isNullAt(rescued) ? null : row.getString(rescued)));
        }
      }
    }
    return contents;
  }

  private static RowType type(DataTypes.Field... fields) {
    return (RowType) DataTypes.ROW(fields).getLogicalType().copy(false);
  }
}
