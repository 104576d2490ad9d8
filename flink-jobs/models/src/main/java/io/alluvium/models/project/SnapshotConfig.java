package io.alluvium.models.project;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the history of rows is kept.
 *
 * @param updatedAt the column that tells since when a row is as it is
 * @param checkColumns columns of which a change makes a new version; empty where each time of
 *     {@code updatedAt} does
 * @param checksAll whether all columns are checked
 * @param hardDeletes ignore, invalidate or new_record
 */
public record SnapshotConfig(
    List<String> uniqueKey,
    Optional<Setting> updatedAt,
    Optional<Setting> checkColumns,
    boolean checksAll,
    String hardDeletes) {
  private static final Set<String> HARD_DELETES = Set.of("ignore", "invalidate", "new_record");

  static SnapshotConfig of(ConfigSettings settings, Setting materialized) {
    Setting key = required(settings, ConfigKey.UNIQUE_KEY, materialized);
    Setting strategy = required(settings, ConfigKey.STRATEGY, materialized);
    Optional<Setting> updatedAt = settings.get(ConfigKey.UPDATED_AT);
    Optional<Setting> checkColumns = settings.get(ConfigKey.CHECK_COLS);
    switch (strategy.text()) {
      case "timestamp" -> {
        required(settings, ConfigKey.UPDATED_AT, strategy);
        checkColumns.ifPresent(
            columns -> {
              throw columns.error("has no meaning with the strategy timestamp; remove it");
            });
      }
      case "check" -> required(settings, ConfigKey.CHECK_COLS, strategy);
      default -> throw strategy.error("must be timestamp or check, not '" + strategy.text() + "'");
    }
    boolean checksAll =
        checkColumns.map(columns -> columns.texts().equals(List.of("all"))).orElse(false);
    return new SnapshotConfig(
        key.texts(), updatedAt, checkColumns, checksAll, hardDeletes(settings));
  }

  private static String hardDeletes(ConfigSettings settings) {
    Optional<Setting> setting = settings.get(ConfigKey.HARD_DELETES);
    if (setting.isEmpty()) {
      boolean invalidates =
          settings.get(ConfigKey.INVALIDATE_HARD_DELETES).map(Setting::bool).orElse(false);
      return invalidates ? "invalidate" : "ignore";
    }
    String value = setting.get().text();
    if (!HARD_DELETES.contains(value)) {
      throw setting.get().error("must be ignore, invalidate or new_record, not '" + value + "'");
    }
    return value;
  }

  private static Setting required(ConfigSettings settings, ConfigKey key, Setting of) {
    return settings
        .get(key)
        .orElseThrow(
            () -> of.error("is '" + of.text() + "', which needs " + key.key() + " as well"));
  }
}
