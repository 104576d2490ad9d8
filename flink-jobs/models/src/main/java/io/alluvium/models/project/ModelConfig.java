package io.alluvium.models.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model's configuration means. Each accessor throws at the place of a wrong value. */
public final class ModelConfig {
  private static final String DEFAULT_JOB = "models";
  private static final String DEFAULT_SCHEMA = "default";

  private final ConfigSettings settings;

  public ModelConfig(ConfigSettings settings) {
    this.settings = settings;
  }

  public Materialization materialization() {
    Optional<Setting> materialized = settings.get(ConfigKey.MATERIALIZED);
    String value = materialized.map(Setting::text).orElse("view");
    Optional<Setting> strategy = settings.get(ConfigKey.INCREMENTAL_STRATEGY);
    return switch (value) {
      case "view", "ephemeral" -> Materialization.VIEW;
      case "table" -> Materialization.TABLE;
      case "push" -> Materialization.PUSH;
      case "incremental" -> incremental(materialized.orElseThrow(), strategy);
      default ->
          throw materialized
              .orElseThrow()
              .error("must be view, table, incremental or push, not '" + value + "'");
    };
  }

  private Materialization incremental(Setting materialized, Optional<Setting> strategy) {
    boolean hasKey = settings.get(ConfigKey.UNIQUE_KEY).isPresent();
    String value = strategy.map(Setting::text).orElse(hasKey ? "merge" : "append");
    switch (value) {
      case "append":
        return Materialization.APPEND;
      case "merge":
        if (!hasKey) {
          throw strategy.orElse(materialized).error("is 'merge', which needs unique_key as well");
        }
        return Materialization.MERGE;
      case "insert_overwrite", "delete+insert", "microbatch":
        throw strategy
            .orElseThrow()
            .error("'" + value + "' is not supported yet; use append, or merge with unique_key");
      default:
        throw strategy.orElseThrow().error("must be append or merge, not '" + value + "'");
    }
  }

  public List<String> uniqueKey() {
    return texts(ConfigKey.UNIQUE_KEY);
  }

  public List<String> partitionBy() {
    return texts(ConfigKey.PARTITION_BY);
  }

  public List<String> tags() {
    return texts(ConfigKey.TAGS);
  }

  public boolean enabled() {
    return settings.get(ConfigKey.ENABLED).map(Setting::bool).orElse(true);
  }

  public String job() {
    return settings.get(ConfigKey.JOB).map(Setting::text).orElse(DEFAULT_JOB);
  }

  public String schema() {
    return settings.get(ConfigKey.SCHEMA).map(Setting::text).orElse(DEFAULT_SCHEMA);
  }

  public Optional<String> alias() {
    return settings.get(ConfigKey.ALIAS).map(Setting::text);
  }

  public Optional<Integer> parallelism() {
    return settings.get(ConfigKey.PARALLELISM).map(Setting::integer);
  }

  public Optional<Watermark> watermark() {
    return settings.get(ConfigKey.WATERMARK).map(Watermark::of);
  }

  public Optional<Setting> setting(ConfigKey key) {
    return settings.get(key);
  }

  public boolean contractEnforced() {
    return flag(ConfigKey.CONTRACT, "enforced", false);
  }

  /** Whether descriptions are comments of the table; they are unless switched off. */
  public boolean persistsRelationDocs() {
    return flag(ConfigKey.PERSIST_DOCS, "relation", true);
  }

  public boolean persistsColumnDocs() {
    return flag(ConfigKey.PERSIST_DOCS, "columns", true);
  }

  private boolean flag(ConfigKey key, String field, boolean otherwise) {
    Optional<Setting> setting = settings.get(key);
    if (setting.isEmpty()) {
      return otherwise;
    }
    Object value = setting.get().map().getOrDefault(field, otherwise);
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw setting.get().error("needs true or false for '" + field + "'");
  }

  /** Options of the table or of the store. */
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    for (ConfigKey key : List.of(ConfigKey.TABLE_OPTIONS, ConfigKey.OPTIONS)) {
      settings
          .get(key)
          .ifPresent(
              setting ->
                  setting.map().forEach((name, value) -> options.put(name, value.toString())));
    }
    return options;
  }

  public Map<String, Object> values() {
    return settings.values();
  }

  private List<String> texts(ConfigKey key) {
    return settings.get(key).map(Setting::texts).orElse(List.of());
  }
}
