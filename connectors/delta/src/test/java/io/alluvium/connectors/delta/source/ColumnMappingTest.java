package io.alluvium.connectors.delta.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.source.filter.FileFacts;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.filter.FileFilter.Comparison;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnMappingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"name", "id"})
  void readsColumnsByTheirStoredNamesOrNumbers(String mode) throws Exception {
    // In id mode the files' names say nothing.
    String prefix = mode.equals("id") ? "whatever-" : "";
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional int64 "
                + prefix
                + "c1 = 1; optional binary "
                + prefix
                + "c2 (STRING) = 2; optional group "
                + prefix
                + "c4 (LIST) = 4 {"
                + " repeated group list { optional int32 element; } } }");
    Path file = folder.resolve("f.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(schema).build()) {
      for (long i = 0; i < 3; i++) {
        Group row = new SimpleGroup(schema);
        row.add(0, i);
        row.add(1, "text " + i);
        row.addGroup(2).addGroup(0).add(0, (int) i);
        writer.write(row);
      }
    }
    List<String> actions =
        new ArrayList<>(
            RawLog.newTable(
                "\"columnMapping\"",
                String.join(
                    ",",
                    RawLog.field("number", "long", mapping(1)),
                    RawLog.field("label", "string", mapping(2)),
                    RawLog.field("region", "string", mapping(3)),
                    "{\"name\":\"list\",\"type\":{\"type\":\"array\",\"elementType\":\"integer\","
                        + "\"containsNull\":true},\"nullable\":true,\"metadata\":{"
                        + mapping(4)
                        + "}}",
                    RawLog.field("added", "long", mapping(5))),
                "\"region\"",
                "\"delta.columnMapping.mode\":\""
                    + mode
                    + "\",\"delta.columnMapping.maxColumnId\":\"5\""));
    actions.add(
        RawLog.add(
            new DataFile(
                "f.parquet",
                Files.size(file),
                1,
                Map.of("c3", "north"),
                "{\"numRecords\":3,\"minValues\":{\"c1\":0},\"maxValues\":{\"c1\":2},"
                    + "\"nullCount\":{\"c1\":0}}",
                null),
            true));
    new RawLog(folder).commit(0, actions);
    DeltaSnapshot snapshot = DeltaTable.at(folder.toString()).snapshot();

    assertThat(read(snapshot, List.of("label", "number", "region", "added")))
        .containsExactly("text 0,0,north,null", "text 1,1,north,null", "text 2,2,north,null");
    assertThat(read(snapshot, List.of("list", "region", "number")))
        .containsExactly("[0],north,0", "[1],north,1", "[2],north,2");
    assertThat(mayMatch(snapshot, "number", 2L)).isTrue();
    assertThat(mayMatch(snapshot, "number", 3L)).isFalse();
    assertThat(mayMatch(snapshot, "region", "north")).isTrue();
    assertThat(mayMatch(snapshot, "region", "south")).isFalse();
  }

  private static boolean mayMatch(DeltaSnapshot snapshot, String column, Comparable<?> value) {
    ReadColumn found =
        ReadColumn.of(
            column, snapshot.rowType().getTypeAt(snapshot.rowType().getFieldIndex(column)));
    return new FileFilter.Compare(found, Comparison.EQUAL, value)
        .mayMatch(new FileFacts(snapshot.files().get(0), snapshot.storedColumns()));
  }

  private List<String> read(DeltaSnapshot snapshot, List<String> columns) throws Exception {
    ScanColumns scan =
        ScanColumns.all(snapshot.rowType())
            .withProjected(columns.stream().map(List::of).toList())
            .withStored(snapshot.storedColumns());
    List<ReadColumn> read = scan.read();
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<RowData> each =
        new DataFileReader(folder.toString(), read, scan.stored()).read(snapshot.files().get(0))) {
      each.forEachRemaining(
          row -> {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < read.size(); i++) {
              Object value = RowData.createFieldGetter(read.get(i).type(), i).getFieldOrNull(row);
              values.add(
                  value instanceof org.apache.flink.table.data.ArrayData array
                      ? "[" + array.getInt(0) + "]"
                      : String.valueOf(value));
            }
            rows.add(String.join(",", values));
          });
    }
    return rows;
  }

  private static String mapping(int id) {
    return "\"delta.columnMapping.id\":"
        + id
        + ",\"delta.columnMapping.physicalName\":\"c"
        + id
        + "\"";
  }
}
