package io.alluvium.models.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    refuse(ConfigKey.ofSeeds(), "seeds");
    if (!value.equals("snapshot")) {
      refuse(ConfigKey.ofSnapshots(), "snapshots");
    }
    return switch (value) {
      case "view", "ephemeral" -> Materialization.VIEW;
      case "table" -> Materialization.TABLE;
      case "push" -> Materialization.PUSH;
      case "snapshot" -> {
        SnapshotConfig.of(settings, materialized.orElseThrow());
        yield Materialization.SNAPSHOT;
      }
      case "incremental" -> incremental(materialized.orElseThrow(), strategy);
      default ->
          throw materialized
              .orElseThrow()
              .error("must be view, table, incremental or push, not '" + value + "'");
    };
  }

  private void refuse(Set<ConfigKey> keys, String kind) {
    for (ConfigKey key : keys) {
      settings
          .get(key)
          .ifPresent(
              setting -> {
                throw setting.error("is for " + kind + " only; remove it");
              });
    }
  }

  /** Of a snapshot. */
  public SnapshotConfig snapshot() {
    return SnapshotConfig.of(settings, settings.get(ConfigKey.MATERIALIZED).orElseThrow());
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
      case "insert_overwrite":
        return insertOverwrite(strategy.orElseThrow());
      case "delete+insert", "microbatch":
        throw strategy
            .orElseThrow()
            .error(
                "'"
                    + value
                    + "' is not supported; use append, merge with unique_key, or insert_overwrite"
                    + " with partition_by");
      default:
        throw strategy
            .orElseThrow()
            .error("must be append, merge or insert_overwrite, not '" + value + "'");
    }
  }

  private Materialization insertOverwrite(Setting strategy) {
    if (settings.get(ConfigKey.PARTITION_BY).isEmpty()) {
      throw strategy.error("is 'insert_overwrite', which needs partition_by as well");
    }
    settings
        .get(ConfigKey.UNIQUE_KEY)
        .ifPresent(
            key -> {
              throw key.error(
                  "has no meaning with insert_overwrite, which replaces whole partitions; remove"
                      + " it");
            });
    return Materialization.INSERT_OVERWRITE;
  }

  public List<String> uniqueKey() {
    return texts(ConfigKey.UNIQUE_KEY);
  }

  public Optional<PartitionBy> partitionBy() {
    return settings.get(ConfigKey.PARTITION_BY).map(PartitionBy::of);
  }

  public OnSchemaChange onSchemaChange() {
    return settings
        .get(ConfigKey.ON_SCHEMA_CHANGE)
        .map(OnSchemaChange::of)
        .orElse(OnSchemaChange.FAIL);
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
