package io.alluvium.models.compile;

import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.ColumnProperties;
import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.ModelConfig;
import io.alluvium.models.project.Properties;
import io.alluvium.models.project.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table that a model writes. */
final class ModelTable {
  private ModelTable() {}

  /**
   * @param columns those of the query, and any that the table has beside them
   */
  static TableDdl of(CompiledModel model, Relation name, List<TableColumn> columns) {
    ModelConfig config = model.node().model().config();
    Properties properties = model.node().model().properties();
    boolean push = config.materialization() == Materialization.PUSH;
    Map<String, String> comments = new LinkedHashMap<>();
    if (config.persistsColumnDocs() && !push) {
      for (ColumnProperties column : properties.columns()) {
        comments.put(column.name(), column.description());
      }
    }
    return new TableDdl(
        push,
        name,
        columns,
        comments,
        key(model, config),
        config
            .partitionBy()
            .map(partitions -> existing(model, partitions.setting(), partitions.columns()))
            .orElse(List.of()),
        config.persistsRelationDocs() && !push ? properties.description() : "",
        options(model, config));
  }

  private static List<String> key(CompiledModel model, ModelConfig config) {
    if (config.materialization() == Materialization.SNAPSHOT) {
      return SnapshotTable.primaryKey(model);
    }
    return config.materialization() == Materialization.APPEND
        ? List.of()
        : config
            .setting(ConfigKey.UNIQUE_KEY)
            .map(key -> existing(model, key, key.texts()))
            .orElse(List.of());
  }

  private static List<String> existing(CompiledModel model, Setting setting, List<String> names) {
    List<String> columns = model.columns().stream().map(TableColumn::name).toList();
    for (String name : names) {
      if (!columns.contains(name)) {
        throw setting.error(
            "names '"
                + name
                + "', which is no column of the query"
                + io.alluvium.definitions.Similar.hint(name, columns));
      }
    }
    return names;
  }

  private static Map<String, String> options(CompiledModel model, ModelConfig config) {
    Map<String, String> options = new LinkedHashMap<>();
    if (config.materialization() == Materialization.PUSH) {
      options.put(
          "connector",
          config
              .setting(ConfigKey.CONNECTOR)
              .map(Setting::text)
              .orElseThrow(
                  () ->
                      model
                          .node()
                          .model()
                          .origin()
                          .error("a push model needs the configuration 'connector'")));
    }
    if (config.materialization() == Materialization.INSERT_OVERWRITE) {
      options.putAll(HeldPartitions.options(model));
    }
    if (config.materialization() == Materialization.SNAPSHOT) {
      options.putAll(SnapshotTable.options(model));
    }
    options.putAll(config.options());
    return options;
  }
}
