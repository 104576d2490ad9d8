package io.alluvium.connectors.delta.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.lint.WithoutLint;
import io.alluvium.connectors.delta.source.enumerator.AppendDiscovery;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import io.alluvium.connectors.delta.source.scan.TableLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a table is told in one line that names it and the way on. */
@WithoutLint("Broken on purpose.")
class BadTablesTest {
  @TempDir Path folder;

  @Test
  void noTable() {
    assertRefused(() -> DeltaSource.builder(folder.toString()).build())
        .hasMessageContaining("There is no Delta table")
        .hasMessageContaining("Check the path");
  }

  @Test
  void unknownReaderFeature() throws Exception {
    new RawLog(folder)
        .commit(0, RawLog.newTable("\"timeTurner\"", RawLog.field("id", "long", ""), "", ""));

    assertRefused(() -> DeltaSource.builder(folder.toString()).build())
        .hasMessageContaining("timeTurner")
        .hasMessageContaining("Drop the feature");
  }

  @Test
  void damagedLogEntry() throws Exception {
    table().append(row(1));
    Files.writeString(
        folder.resolve("_delta_log/00000000000000000002.json"), "{\"add\":{\"path\":\"x");

    assertRefused(() -> DeltaSource.builder(folder.toString()).build());
    assertRefused(() -> DeltaTable.at(folder.toString()).changes(1, 10))
        .hasMessageContaining("version 2 cannot be read")
        .hasMessageContaining("from a backup");
  }

  @Test
  void missingLogEntry() throws Exception {
    TestTable table = table();
    for (int i = 1; i <= 4; i++) {
      table.append(row(i));
    }
    Files.delete(folder.resolve("_delta_log/00000000000000000002.json"));

    assertRefused(() -> DeltaTable.at(folder.toString()).changes(0, 10));
  }

  @Test
  void versionThatWasCleanedUp() throws Exception {
    TestTable table = table();
    for (int i = 1; i <= 4; i++) {
      table.append(row(i));
    }
    for (int version = 0; version < 3; version++) {
      Files.delete(folder.resolve(String.format("_delta_log/%020d.json", version)));
    }

    assertRefused(() -> DeltaTable.at(folder.toString()).changes(1, 10))
        .hasMessageContaining("no longer holds version 1")
        .hasMessageContaining("'scan.version' = '3'")
        .hasMessageContaining("'latest-full'");
  }

  @Test
  void versionThatDoesNotExist() throws Exception {
    table().append(row(1));

    assertRefused(
            () -> DeltaSource.builder(folder.toString()).bounded(ReadVersion.version(7)).build())
        .hasMessageContaining("7");
    assertRefused(
            () -> StartingPosition.version(7).in(TableLog.of(DeltaTable.at(folder.toString()))))
        .hasMessageContaining("no version 7")
        .hasMessageContaining("latest version is 1");
  }

  /** Rewritten files are none; see the test of other writers beside two jobs. */
  @Test
  void rowsThatAreRemovedWhileAppendedOnesAreRead() throws Exception {
    TestTable table = table();
    table.append(row(1));
    RawLog log = new RawLog(folder);
    log.commit(2, List.of(RawLog.remove(table.latest().files().get(0), true)));
    AppendDiscovery appends =
        new AppendDiscovery(
            TableLog.of(DeltaTable.at(folder.toString())),
            StartingPosition.earliest(),
            FileSplits.whole());

    assertRefused(() -> appends.next(1))
        .hasMessageContaining("Version 2")
        .hasMessageContaining("'scan.changelog' = 'all'")
        .hasMessageContaining("'scan.version' = '3'");
  }

  @Test
  void columnsThatDoNotFit() throws Exception {
    table().append(row(1));
    RowType otherType = RowType.of(new LogicalType[] {new IntType()}, new String[] {"id"});
    RowType otherName = RowType.of(new LogicalType[] {new BigIntType()}, new String[] {"absent"});

    assertRefused(
            () ->
                DeltaSource.builder(folder.toString())
                    .scanColumns(ScanColumns.all(otherType))
                    .build())
        .hasMessageContaining("Version 1")
        .hasMessageContaining("'id' as BIGINT")
        .hasMessageContaining("declared as INT")
        .hasMessageContaining("Declare it");
    assertRefused(
            () ->
                DeltaSource.builder(folder.toString())
                    .scanColumns(ScanColumns.all(otherName))
                    .build())
        .hasMessageContaining("no column 'absent'");
  }

  @Test
  void earliestGoesOnFromWhatTheLogStillGives() throws Exception {
    DeltaTable.at(folder.toString())
        .createIfAbsent(
            new TableDescription(
                ChangedTable.ROW_TYPE,
                List.of(),
                List.of(),
                Map.of("delta.checkpointInterval", "3"),
                ""));
    TestTable table = new TestTable(folder.toString());
    for (int i = 1; i <= 8; i++) {
      table.append(row(i));
    }
    TableLog log = TableLog.of(DeltaTable.at(folder.toString()));
    assertThat(StartingPosition.earliest().in(log).nextVersion()).isZero();
    for (int version = 0; version < 5; version++) {
      Files.delete(folder.resolve(String.format("_delta_log/%020d.json", version)));
    }

    StartingPosition.Start start = StartingPosition.earliest().in(log);

    assertThat(start.nextVersion()).isEqualTo(7);
    assertThat(start.snapshot().orElseThrow().files()).hasSize(6);
  }

  private TestTable table() {
    return TestTable.create(folder.toString(), ChangedTable.ROW_TYPE, List.of());
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ThrowingCallable action) {
    return assertThatThrownBy(action)
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageNotContaining("\n");
  }

  private static GenericRowData row(long id) {
    return GenericRowData.of(id, id, StringData.fromString("n"));
  }
}
