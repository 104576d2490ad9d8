package io.alluvium.connectors.delta.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableVersion;
import io.alluvium.connectors.delta.lint.WithoutLint;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import io.alluvium.connectors.delta.source.ChangedTable;
import io.alluvium.connectors.delta.source.RawLog;
import io.alluvium.connectors.delta.source.TestTable;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignCommitsTest {
  @TempDir Path folder;
  @TempDir Path temporary;
  private TestTable table;
  private RawLog log;

  @BeforeEach
  void newTable() throws Exception {
    ChangedTable.create(folder, 1, List.of("id"));
    table = new TestTable(folder.toString());
    log = new RawLog(folder);
    table.append(row(1, 10), row(2, 20));
    table.append(row(3, 30));
  }

  @Test
  void compactionIsNoChange() throws Exception {
    List<DataFile> old = table.latest().files();
    DataFile compacted = write("compacted.parquet", List.of(row(1, 10), row(2, 20), row(3, 30)));
    List<String> actions = new ArrayList<>();
    old.forEach(file -> actions.add(RawLog.remove(file, false)));
    actions.add(RawLog.add(compacted, false));
    log.commit(3, actions);

    assertThat(changes(3, ScanChangelog.ALL)).isEmpty();
    assertThat(changes(3, ScanChangelog.UPSERT)).isEmpty();
  }

  @Test
  @WithoutLint("The feed is switched on by its property alone.")
  void theChangeDataFeedTellsWhatChanged() throws Exception {
    List<DataFile> old = table.latest().files();
    DataFile rewritten = write("new.parquet", List.of(row(1, 11), row(3, 30), row(4, 40)));
    writeChangeData(
        "update_postimage", row(1, 11),
        "insert", row(4, 40),
        "delete", row(2, 20),
        "update_preimage", row(1, 10));
    List<String> actions = new ArrayList<>();
    old.forEach(file -> actions.add(RawLog.remove(file, true)));
    actions.add(RawLog.add(rewritten, true));
    actions.add(
        RawLog.changeData(
            "_change_data/cdc.parquet", Files.size(folder.resolve("_change_data/cdc.parquet"))));
    log.commit(3, actions);

    // Only the feed is read: the data files may be gone.
    old.forEach(file -> delete(folder.resolve(file.path())));
    assertThat(changes(3, ScanChangelog.ALL))
        .containsExactly("-D 2,20,n", "-U 1,10,n", "+U 1,11,n", "+I 4,40,n");
    assertThat(changes(3, ScanChangelog.UPSERT))
        .containsExactly("+U 1,11,n", "+I 4,40,n", "-D 2,null,null");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void writeChangeData(Object... typesAndRows) throws Exception {
    List<RowType.RowField> fields = new ArrayList<>(ChangedTable.ROW_TYPE.getFields());
    fields.add(new RowType.RowField("_change_type", VarCharType.STRING_TYPE));
    Files.createDirectories(folder.resolve("_change_data"));
    try (DataFileWriter writer =
        new DataFileWriter(
            folder.toString(), "_change_data/cdc.parquet", new RowType(false, fields))) {
      for (int i = 0; i < typesAndRows.length; i += 2) {
        GenericRowData row = (GenericRowData) typesAndRows[i + 1];
        writer.write(
            GenericRowData.of(
                row.getField(0),
                row.getField(1),
                row.getField(2),
                StringData.fromString((String) typesAndRows[i])));
      }
      writer.finish();
    }
  }

  private DataFile write(String name, List<RowData> rows) throws Exception {
    try (DataFileWriter writer =
        new DataFileWriter(folder.toString(), name, ChangedTable.ROW_TYPE)) {
      for (RowData row : rows) {
        writer.write(row);
      }
      return writer.finish();
    }
  }

  private List<String> changes(long version, ScanChangelog changelog) throws Exception {
    TableVersion commit = DeltaTable.at(folder.toString()).changes(version, 1).get(0);
    ScanColumns columns = ScanColumns.all(ChangedTable.ROW_TYPE).withKey(List.of("id"));
    VersionRows rows =
        new VersionRows(
            new TableFiles(folder.toString(), columns),
            new RowShape(columns),
            changelog,
            FileSplits.whole(),
            VersionRows.BYTES_IN_MEMORY,
            temporary);
    List<String> changes = new ArrayList<>();
    try (CloseableIterator<RowData> read = rows.ofCommit(commit, 0)) {
      read.forEachRemaining(
          row -> changes.add(row.getRowKind().shortString() + " " + ChangedTable.text(row)));
    }
    return changes;
  }

  private static GenericRowData row(long id, long amount) {
    return GenericRowData.of(id, amount, StringData.fromString("n"));
  }
}
