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

  static TableDdl of(CompiledModel model, Relation name) {
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
        model.columns(),
        comments,
        key(model, config),
        existing(model, config.setting(ConfigKey.PARTITION_BY).orElse(null)),
        config.persistsRelationDocs() && !push ? properties.description() : "",
        options(model, config));
  }

  private static List<String> key(CompiledModel model, ModelConfig config) {
    Setting key = config.setting(ConfigKey.UNIQUE_KEY).orElse(null);
    return config.materialization() == Materialization.APPEND ? List.of() : existing(model, key);
  }

  private static List<String> existing(CompiledModel model, Setting names) {
    if (names == null) {
      return List.of();
    }
    List<String> columns = model.columns().stream().map(TableColumn::name).toList();
    for (String name : names.texts()) {
      if (!columns.contains(name)) {
        throw names.error(
            "names '"
                + name
                + "', which is no column of the query"
                + io.alluvium.definitions.Similar.hint(name, columns));
      }
    }
    return names.texts();
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
    options.putAll(config.options());
    return options;
  }
}
