package io.alluvium.cdc.bronze;

import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.routing.DeltaTablesSink;
import io.alluvium.connectors.delta.sink.routing.TableRouter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.types.logical.RowType;

/** The bronze tables of a pipeline in the lake. */
public final class BronzeTables {
  /** Names the source's table that a bronze table is of, as schema and table. */
  private static final String SOURCE_SCHEMA = "alluvium.source-schema";

  private static final String SOURCE_TABLE = "alluvium.source-table";

  private final BronzeSettings settings;
  private final BronzeNames names;
  private final Map<String, TableName> sources = new HashMap<>();

  /**
   * @param routed names that routes give
   * @throws CdcException where two tables would share one
   */
  public BronzeTables(
      BronzeSettings settings, List<TableName> tables, Map<TableName, String> routed) {
    this.settings = settings;
    this.names = BronzeNames.of(tables, routed, new LakeOwners());
    for (TableName table : tables) {
      TableName other = sources.put(names.of(table), table);
      if (other != null) {
        throw new CdcException(
            "Tables "
                + other
                + " and "
                + table
                + " would share the bronze table "
                + names.of(table)
                + ". Route one of them to another name.");
      }
    }
  }

  public BronzeNames names() {
    return names;
  }

  /** What the tables in the lake say of themselves. */
  private final class LakeOwners implements BronzeNames.Owners {
    @Override
    public Optional<TableName> ownerOf(String bronzeTable) {
      DeltaTable table = DeltaTable.at(settings.path(bronzeTable));
      if (!table.exists()) {
        return Optional.empty();
      }
      Map<String, String> properties = table.snapshot().properties();
      String schema = properties.get(SOURCE_SCHEMA);
      String name = properties.get(SOURCE_TABLE);
      return schema == null || name == null
          ? Optional.empty()
          : Optional.of(new TableName(schema, name));
    }

    @Override
    public boolean hasUnowned(String bronzeTable) {
      return DeltaTable.at(settings.path(bronzeTable)).exists() && ownerOf(bronzeTable).isEmpty();
    }
  }

  /** The sink of all tables. */
  public DeltaTablesSink.Builder sink(String sinkId) {
    Map<String, Map<String, String>> properties = new LinkedHashMap<>();
    sources.forEach((bronzeTable, source) -> properties.put(bronzeTable, properties(source)));
    return DeltaTablesSink.builder(new Router(settings, properties), sinkId)
        .schemaPolicy(settings.policy())
        .rescueColumn(BronzeColumns.RESCUED);
  }

  private Map<String, String> properties(TableName source) {
    Map<String, String> properties = new HashMap<>(settings.properties());
    properties.put(SOURCE_SCHEMA, source.schema());
    properties.put(SOURCE_TABLE, source.table());
    return properties;
  }

  /**
   * Creates the tables that are absent, those of empty tables too, and gives the others, by the
   * policy, the columns that the source has gained.
   *
   * @throws CdcException where the policy wants the pipeline to stop
   */
  public void prepare(DeltaTablesSink.Builder sink, List<CapturedTable> tables) {
    for (CapturedTable table : tables) {
      String name = names.of(table.name());
      DeltaTable existing = DeltaTable.at(settings.path(name));
      if (existing.exists()) {
        check(existing.snapshot(), table.name());
      }
      try {
        sink.prepare(name, new BronzeLayout(table.columns()).rowType());
      } catch (DeltaException e) {
        throw new CdcException(e.getMessage(), e);
      }
    }
  }

  private void check(DeltaSnapshot snapshot, TableName source) {
    RowType rowType = snapshot.rowType();
    String path = settings.path(names.of(source));
    for (RowType.RowField field : BronzeColumns.METADATA) {
      int index = rowType.getFieldIndex(field.getName());
      if (index < 0 || !rowType.getTypeAt(index).copy(true).equals(field.getType())) {
        throw new CdcException(
            "Table "
                + path
                + " is not one of changes: it lacks a column "
                + field.getName()
                + " "
                + field.getType().asSummaryString()
                + ". Move it away, or route "
                + source
                + " to another name.");
      }
    }
    Map<String, String> properties = snapshot.properties();
    TableName owner =
        new TableName(
            properties.getOrDefault(SOURCE_SCHEMA, source.schema()),
            properties.getOrDefault(SOURCE_TABLE, source.table()));
    if (!owner.equals(source)) {
      throw new CdcException(
          "Table "
              + path
              + " holds the changes of "
              + owner
              + ". Route "
              + source
              + " to another name.");
    }
  }

  private record Router(BronzeSettings settings, Map<String, Map<String, String>> properties)
      implements TableRouter {
    private static final long serialVersionUID = 1L;

    @Override
    public String path(String table) {
      return settings.path(table);
    }

    @Override
    public List<String> partitionColumns(String table) {
      return settings.partitionColumns();
    }

    @Override
    public Map<String, String> properties(String table) {
      return properties.getOrDefault(table, settings.properties());
    }
  }
}
