package io.alluvium.connectors.delta.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogChange;
import io.alluvium.connectors.delta.kernel.OptimisticCommit;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDate;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDouble;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataLong;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataString;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.flink.table.catalog.stats.Date;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithoutLint(value = "The log names files that are not written.", of = WithoutLint.Part.DATA_FILES)
class StatisticsTest {
  private static final ObjectPath ORDERS = new ObjectPath("silver", "orders");
  private static final RowType TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.BIGINT()),
                  DataTypes.FIELD("amount", DataTypes.DECIMAL(10, 2)),
                  DataTypes.FIELD("day", DataTypes.DATE()),
                  DataTypes.FIELD("note", DataTypes.STRING()),
                  DataTypes.FIELD("region", DataTypes.STRING()))
              .getLogicalType();

  @TempDir Path lake;
  private DeltaTable table;
  private DeltaCatalog catalog;

  @BeforeEach
  void newTable() {
    table = DeltaTable.at(lake.resolve("silver/orders").toString());
    table.createIfAbsent(new TableDescription(TYPE, List.of("region"), List.of(), Map.of(), ""));
    catalog = new DeltaCatalog("lake", "default", lake.toString());
  }

  private void add(String name, String region, String statistics) {
    DataFile file = new DataFile(name, 100, 1, Map.of("region", region), statistics, null);
    new OptimisticCommit(table, "TEST")
        .commit(snapshot -> Optional.of(LogChange.ofRows(List.of(file), List.of())));
  }

  @Test
  void sumsAndBoundsOverAllFiles() throws Exception {
    add(
        "a",
        "n",
        "{\"numRecords\":3,\"minValues\":{\"id\":5,\"amount\":-1.25,\"day\":\"2026-05-02\","
            + "\"note\":\"2026-01-01\"},\"maxValues\":{\"id\":9,\"amount\":7.5,"
            + "\"day\":\"2026-05-03\",\"note\":\"z\"},\"nullCount\":{\"id\":0,\"amount\":1,"
            + "\"day\":0,\"note\":2}}");
    add(
        "b",
        "s",
        "{\"numRecords\":4,\"minValues\":{\"id\":-2,\"amount\":0,\"day\":\"2026-05-01\"},"
            + "\"maxValues\":{\"id\":6,\"amount\":100,\"day\":\"2026-05-01\"},"
            + "\"nullCount\":{\"id\":1,\"amount\":0,\"day\":2,\"note\":4}}");

    CatalogTableStatistics ofTable = catalog.getTableStatistics(ORDERS);
    assertThat(ofTable.getRowCount()).isEqualTo(7);
    assertThat(ofTable.getFileCount()).isEqualTo(2);
    assertThat(ofTable.getTotalSize()).isEqualTo(200);
    assertThat(
            catalog
                .getPartitionStatistics(ORDERS, new CatalogPartitionSpec(Map.of("region", "s")))
                .getRowCount())
        .isEqualTo(4);
    Map<String, CatalogColumnStatisticsDataBase> columns =
        catalog.getTableColumnStatistics(ORDERS).getColumnStatisticsData();
    assertThat(columns)
        .containsEntry("id", new CatalogColumnStatisticsDataLong(-2L, 9L, null, 1L))
        .containsEntry("amount", new CatalogColumnStatisticsDataDouble(-1.25, 100.0, null, 1L))
        .containsEntry("note", new CatalogColumnStatisticsDataString(null, null, null, 6L));
    CatalogColumnStatisticsDataDate day = (CatalogColumnStatisticsDataDate) columns.get("day");
    assertThat(day.getMin()).isEqualTo(new Date(LocalDate.of(2026, 5, 1).toEpochDay()));
    assertThat(day.getMax()).isEqualTo(new Date(LocalDate.of(2026, 5, 3).toEpochDay()));
  }

  @Test
  void aFileWithoutBoundsLeavesTheColumnUnbounded() throws Exception {
    add("a", "n", "{\"numRecords\":3,\"minValues\":{\"id\":5},\"maxValues\":{\"id\":9}}");
    add("b", "n", "{\"numRecords\":1}");

    assertThat(catalog.getTableColumnStatistics(ORDERS).getColumnStatisticsData())
        .containsEntry("id", new CatalogColumnStatisticsDataLong(null, null, null, null));
  }

  @Test
  void withoutStatisticsNothingIsKnown() throws Exception {
    add("a", "n", null);

    assertThat(catalog.getTableStatistics(ORDERS)).isEqualTo(CatalogTableStatistics.UNKNOWN);
    assertThat(catalog.getTableColumnStatistics(ORDERS).getColumnStatisticsData()).isEmpty();
  }

  @Test
  void areComputedOncePerVersion() {
    add("a", "n", "{\"numRecords\":3}");
    StatisticsCache cache = new StatisticsCache();
    DeltaSnapshot first = table.snapshot();
    TableStatistics known = cache.of("path", first);

    assertThat(cache.of("path", table.snapshot())).isSameAs(known);
    add("b", "n", "{\"numRecords\":4}");
    assertThat(cache.of("path", table.snapshot()).table().getRowCount()).isEqualTo(7);
  }
}
