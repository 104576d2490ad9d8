package io.alluvium.models.project;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration keys of models that something reads. */
public enum ConfigKey {
  MATERIALIZED("What becomes of the model: view, table, incremental or push."),
  INCREMENTAL_STRATEGY("Of an incremental model: append, merge, or insert_overwrite."),
  UNIQUE_KEY("The column, or list of columns, of which each combination has one row."),
  PARTITION_BY(
      "The column, or list of columns, by which the table is partitioned; or {field: ...,"
          + " granularity: hour, day, month or year}."),
  ON_SCHEMA_CHANGE(
      "Where the query's columns are not the table's: fail, ignore, append_new_columns or"
          + " sync_all_columns."),
  CONTRACT("{enforced: true}: the columns must be those of the YAML, with their data_type."),
  PERSIST_DOCS("{relation: true, columns: true}: descriptions become comments of the table."),
  TAGS("Names to select models by; those of all places add up."),
  ENABLED("Whether the model is part of the project."),
  META("Anything, for other tools; the fields of all places add up."),
  ALIAS("The table's name; by default the model's."),
  SCHEMA("The table's layer, which is a folder of the lake."),
  DOCS("{show: false} hides the model in the documentation."),
  GROUP("For dbt's access rules; kept in the manifest."),
  ACCESS("For dbt's access rules; kept in the manifest."),
  JOB("The Flink job that the model runs in; models of one job share its checkpoints."),
  PARALLELISM("Tasks that write the table; by default the job's."),
  TABLE_OPTIONS("Options of the Delta connector for the table."),
  CONNECTOR("Of a push model: the store's connector, such as redis, cosmos or snowflake."),
  OPTIONS("Of a push model: the connector's options."),
  STRATEGY("Of a snapshot: timestamp or check."),
  UPDATED_AT("Of a snapshot: the column that tells since when a row is as it is."),
  CHECK_COLS("Of a snapshot: the columns, or all, of which a change makes a new version."),
  HARD_DELETES("Of a snapshot: what a deletion does: ignore, invalidate or new_record."),
  INVALIDATE_HARD_DELETES("Of a snapshot: former name of hard_deletes: invalidate."),
  COLUMN_TYPES("Of a seed: types of columns, in Flink SQL, by name."),
  DELIMITER("Of a seed: what is between the values of a line; by default a comma."),
  QUOTE_COLUMNS("Of a seed, for dbt; names are always quoted here."),
  WATERMARK("{column: ..., delay: 10 seconds}: event time, for those that read the table."),
  STATE_TTL("How long a job may keep state that nothing touched; totals may then be wrong.");

  /**
   * Keys of dbt that have no meaning for a model that runs continuously, and what to do instead.
   */
  private static final Map<String, String> REFUSED =
      Map.of(
          "pre_hook", "a continuous model has no run to hook into; use on-run-start of the project",
          "post_hook",
              "a continuous model has no run to hook into; use on-run-start of the project",
          "full_refresh", "a model is rebuilt by the command line, not by its configuration",
          "database", "all tables are in the lake; remove it",
          "grants", "access is given on the lake's storage; remove it",
          "pre-hook", "a continuous model has no run to hook into; use on-run-start of the project",
          "post-hook",
              "a continuous model has no run to hook into; use on-run-start of the project",
          "event_time", "write watermark: {column: ..., delay: ...} instead",
          "batch_size", "there are no microbatches; write watermark and a window instead");

  private static final Set<ConfigKey> OF_SNAPSHOTS =
      Set.of(STRATEGY, UPDATED_AT, CHECK_COLS, HARD_DELETES, INVALIDATE_HARD_DELETES);

  private static final Set<ConfigKey> OF_SEEDS = Set.of(COLUMN_TYPES, DELIMITER, QUOTE_COLUMNS);

  private final String description;

  ConfigKey(String description) {
    this.description = description;
  }

  public String description() {
    return description;
  }

  /** As it is written in a project. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Set<ConfigKey> ofSnapshots() {
    return OF_SNAPSHOTS;
  }

  static Set<ConfigKey> ofSeeds() {
    return OF_SEEDS;
  }

  static Optional<ConfigKey> of(String key) {
    return Arrays.stream(values()).filter(known -> known.key().equals(key)).findFirst();
  }

  static Optional<String> refusal(String key) {
    return Optional.ofNullable(REFUSED.get(key));
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(ConfigKey::key).toList();
  }
}
