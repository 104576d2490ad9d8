package io.alluvium.models.compile;

import io.alluvium.definitions.Similar;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.Setting;
import io.alluvium.models.project.SnapshotConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarCharType;

/** The table of a snapshot: the query's columns, and those that tell of a version. */
final class SnapshotTable {
  private static final String VALID_FROM = "dbt_valid_from";
  private static final LogicalType TEXT = new VarCharType(true, VarCharType.MAX_LENGTH);
  private static final LogicalType TIME = new LocalZonedTimestampType(true, 6);

  private SnapshotTable() {}

  /**
   * @param query the columns of its query
   */
  static List<TableColumn> columns(ModelNode node, List<TableColumn> query) {
    SnapshotConfig config = node.model().config().snapshot();
    Setting key = node.model().config().setting(ConfigKey.UNIQUE_KEY).orElseThrow();
    config.uniqueKey().forEach(column -> require(key, column, query));
    if (!config.checksAll()) {
      config
          .checkColumns()
          .ifPresent(columns -> columns.texts().forEach(one -> require(columns, one, query)));
    }
    LogicalType time =
        config
            .updatedAt()
            .map(updatedAt -> timeType(updatedAt, require(updatedAt, updatedAt.text(), query)))
            .orElse(TIME);
    List<TableColumn> columns = new ArrayList<>(query);
    columns.addAll(
        List.of(
            new TableColumn("dbt_scd_id", TEXT),
            new TableColumn("dbt_updated_at", time),
            new TableColumn(VALID_FROM, time),
            new TableColumn("dbt_valid_to", time)));
    if (config.hardDeletes().equals("new_record")) {
      columns.add(new TableColumn("dbt_is_deleted", TEXT));
    }
    return columns;
  }

  private static TableColumn require(Setting setting, String column, List<TableColumn> columns) {
    return columns.stream()
        .filter(one -> one.name().equals(column))
        .findFirst()
        .orElseThrow(
            () ->
                setting.error(
                    "names '"
                        + column
                        + "', which is no column of the query"
                        + Similar.hint(column, columns.stream().map(TableColumn::name).toList())));
  }

  private static LogicalType timeType(Setting updatedAt, TableColumn column) {
    LogicalTypeRoot root = column.type().getTypeRoot();
    if (root != LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE
        && root != LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
      throw updatedAt.error(
          "names '" + column.name() + "', which is " + column.sqlType() + ", not a TIMESTAMP");
    }
    return column.type().copy(true);
  }

  static List<String> primaryKey(CompiledModel model) {
    List<String> key = new ArrayList<>(model.node().model().config().uniqueKey());
    key.add(VALID_FROM);
    return key;
  }

  static Map<String, String> options(CompiledModel model) {
    SnapshotConfig config = model.node().model().config().snapshot();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("write.history.key", String.join(";", config.uniqueKey()));
    config.updatedAt().ifPresent(column -> options.put("write.history.updated-at", column.text()));
    if (config.checkColumns().isPresent()) {
      List<String> checked =
          config.checksAll() ? queryColumns(model.columns()) : config.checkColumns().get().texts();
      options.put("write.history.check-columns", String.join(";", checked));
    }
    options.put("write.history.deletes", config.hardDeletes().replace('_', '-'));
    return options;
  }

  private static List<String> queryColumns(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::name).filter(name -> !isOfVersion(name)).toList();
  }

  private static boolean isOfVersion(String column) {
    return switch (column) {
      case "dbt_scd_id", "dbt_updated_at", VALID_FROM, "dbt_valid_to", "dbt_is_deleted" -> true;
      default -> false;
    };
  }

  /** The query with a place for the columns that the sink fills. */
  static String query(CompiledModel model) {
    Optional<Setting> updatedAt = model.node().model().config().snapshot().updatedAt();
    return "SELECT "
        + model.columns().stream()
            .map(column -> isOfVersion(column.name()) ? placeOf(column, updatedAt) : name(column))
            .collect(Collectors.joining(", "))
        + "\nFROM (\n"
        + model.sql()
        + "\n)";
  }

  private static String placeOf(TableColumn column, Optional<Setting> updatedAt) {
    if (!column.name().equals(VALID_FROM)) {
      return "CAST(NULL AS " + column.sqlType() + ") AS " + name(column);
    }
    // Of the primary key, which takes no null.
    return updatedAt
            .map(setting -> Relation.quoted(setting.text()))
            .orElse("CAST(TIMESTAMP '1970-01-01 00:00:00' AS " + column.sqlType() + ")")
        + " AS "
        + name(column);
  }

  private static String name(TableColumn column) {
    return Relation.quoted(column.name());
  }
}
