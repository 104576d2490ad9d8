package io.alluvium.connectors.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaChangeTest {
  private static final RowType FIRST =
      type(
          DataTypes.FIELD("id", DataTypes.INT().notNull()),
          DataTypes.FIELD("place", DataTypes.ROW(DataTypes.FIELD("city", DataTypes.STRING()))));

  @TempDir Path folder;
  private DeltaTable table;

  @BeforeEach
  void create() {
    table = table("table", Map.of());
  }

  @Test
  void newColumnsComeWithTheCommitThatHoldsTheirRows() throws Exception {
    RowType wider =
        type(
            DataTypes.FIELD("note", DataTypes.STRING().notNull()),
            DataTypes.FIELD("id", DataTypes.INT()));
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      committer.commit(commit(1, write("a", FIRST, GenericRowData.of(1, null))));
      committer.commit(
          commit(2, write("b", wider, GenericRowData.of(StringData.fromString("n"), 2))),
          new CommitTerms(null, List.of(wider)));
      committer.commit(commit(3, write("c", FIRST, GenericRowData.of(3, null))));
    }

    assertThat(table.snapshot(1).rowType().getFieldNames()).containsExactly("id", "place");
    DeltaSnapshot latest = DeltaTable.at(table.path()).snapshot();
    assertThat(latest.version()).isEqualTo(3);
    assertThat(latest.rowType().getFieldNames()).containsExactly("id", "place", "note");
    assertThat(latest.rowType().getTypeAt(2).isNullable()).isTrue();
    assertThat(rows(latest)).containsExactlyInAnyOrder("1 null", "2 n", "3 null");
    assertThat(Files.readString(folder.resolve("table/_delta_log/00000000000000000002.json")))
        .contains("\"metaData\"")
        .contains("\"add\"")
        .contains("\"txn\"");
  }

  @Test
  void aCommitterFollowsColumnsThatAnotherAdded() throws Exception {
    RowType wider = type(DataTypes.FIELD("note", DataTypes.STRING()));
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      committer.commit(commit(1, write("a", FIRST, GenericRowData.of(1, null))));
      DeltaTable.at(table.path()).addColumns(wider);
      committer.commit(commit(2, write("b", FIRST, GenericRowData.of(2, null))));
    }

    DeltaSnapshot latest = DeltaTable.at(table.path()).snapshot();
    assertThat(latest.rowType().getFieldNames()).containsExactly("id", "place", "note");
    assertThat(rows(latest)).containsExactlyInAnyOrder("1 null", "2 null");
  }

  @Test
  void fieldsOfRowsAreAddedToo() {
    table.addColumns(
        type(
            DataTypes.FIELD(
                "place",
                DataTypes.ROW(
                    DataTypes.FIELD("height", DataTypes.DOUBLE()),
                    DataTypes.FIELD("city", DataTypes.STRING())))));

    RowType place = (RowType) table.snapshot().rowType().getTypeAt(1);
    assertThat(place.getFieldNames()).containsExactly("city", "height");
  }

  @Test
  void nothingIsCommittedWhereAllColumnsAreThere() {
    table.addColumns(FIRST);

    assertThat(table.snapshot().version()).isZero();
  }

  @Test
  void aColumnOfLocalTimeBringsTheFeatureThatItNeeds() {
    table.addColumns(type(DataTypes.FIELD("at", DataTypes.TIMESTAMP(6))));

    assertThat(table.snapshot().rowType().getFieldNames()).contains("at");
    assertThat(log(1)).contains("\"protocol\"").contains("timestampNtz");
  }

  @Test
  void aTypeGrowsWhereTheTableAllowsIt() throws Exception {
    DeltaTable widening = table("widening", Map.of("delta.enableTypeWidening", "true"));
    try (DeltaTableCommitter committer = new DeltaTableCommitter(widening)) {
      committer.commit(
          new DeltaCommit(
              "s",
              1,
              "t",
              List.of(write(widening, "a", FIRST, GenericRowData.of(7, null))),
              List.of()));
    }

    widening.addColumns(type(DataTypes.FIELD("id", DataTypes.BIGINT())));

    DeltaSnapshot latest = widening.snapshot();
    assertThat(latest.rowType().getTypeAt(0))
        .isEqualTo(DataTypes.BIGINT().notNull().getLogicalType());
    try (CloseableIterator<RowData> rows =
        new DataFileReader(widening.path(), latest.rowType()).read(latest.files().get(0))) {
      assertThat(rows.next().getLong(0)).isEqualTo(7);
    }
  }

  @Test
  void refusesWhatDoesNotFitAndNamesTheRemedy() {
    assertThatThrownBy(() -> table.addColumns(type(DataTypes.FIELD("id", DataTypes.BIGINT()))))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("'delta.enableTypeWidening' = 'true'");
    assertThatThrownBy(() -> table.addColumns(type(DataTypes.FIELD("id", DataTypes.STRING()))))
        .hasMessageContaining("Column 'id' of table " + table.path())
        .hasMessageContaining("does not fit");
    assertThatThrownBy(() -> table.addColumns(type(DataTypes.FIELD("ID", DataTypes.INT()))))
        .hasMessageContaining("upper and lower case");
    assertThat(table.snapshot().version()).isZero();
  }

  private String log(long version) {
    try {
      return Files.readString(
          folder.resolve(String.format("table/_delta_log/%020d.json", version)));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private DeltaTable table(String name, Map<String, String> properties) {
    DeltaTable created = DeltaTable.at(folder.resolve(name).toString());
    created.createIfAbsent(new TableDescription(FIRST, List.of(), List.of(), properties, ""));
    return created;
  }

  private static DeltaCommit commit(long sequence, DataFile file) {
    return new DeltaCommit("sink", sequence, "t" + sequence, List.of(file), List.of());
  }

  private DataFile write(String name, RowType rowType, RowData row) throws Exception {
    return write(table, name, rowType, row);
  }

  private static DataFile write(DeltaTable target, String name, RowType rowType, RowData row)
      throws Exception {
    try (DataFileWriter writer = new DataFileWriter(target.path(), name + ".parquet", rowType)) {
      writer.write(row);
      return writer.finish();
    }
  }

  /** Id and note of each row. */
  private List<String> rows(DeltaSnapshot snapshot) throws Exception {
    List<String> found = new ArrayList<>();
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> rows =
          new DataFileReader(table.path(), snapshot.rowType()).read(file)) {
        while (rows.hasNext()) {
          RowData row = rows.next();
          found.add(row.getInt(0) + " " + (row.isNullAt(2) ? "null" : row.getString(2)));
        }
      }
    }
    return found;
  }

  private static RowType type(DataTypes.Field... fields) {
    return (RowType) DataTypes.ROW(fields).getLogicalType().copy(false);
  }
}
