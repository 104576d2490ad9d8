package io.alluvium.models.project;

import io.alluvium.definitions.Similar;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of one model, from the most general place to the most special: later ones
 * replace former ones, but tags and meta add up.
 */
public final class ConfigSettings {
  private final Map<ConfigKey, Setting> settings = new EnumMap<>(ConfigKey.class);

  /** Adds what a more special place says; a key that nothing reads is an error at its place. */
  public void put(String key, Object value, Origin origin) {
    ConfigKey.refusal(key)
        .ifPresent(
            reason -> {
              throw origin.error("configuration '" + key + "' is not supported: " + reason);
            });
    ConfigKey known =
        ConfigKey.of(key)
            .orElseThrow(
                () ->
                    origin.error(
                        "there is no configuration '"
                            + key
                            + "'"
                            + Similar.hint(key, ConfigKey.keys())));
    if (value == null) {
      settings.remove(known);
      return;
    }
    Setting setting = new Setting(key, value, origin);
    settings.merge(known, setting, (former, latter) -> merged(known, former, latter));
  }

  public void putAll(ConfigSettings special) {
    special.settings.forEach((key, setting) -> put(key.key(), setting.value(), setting.origin()));
  }

  private static Setting merged(ConfigKey key, Setting former, Setting latter) {
    if (key == ConfigKey.TAGS) {
      List<String> tags = new ArrayList<>(former.texts());
      latter.texts().stream().filter(tag -> !tags.contains(tag)).forEach(tags::add);
      return new Setting(latter.key(), List.copyOf(tags), latter.origin());
    } else if (key == ConfigKey.META) {
      Map<String, Object> meta = new LinkedHashMap<>(former.map());
      meta.putAll(latter.map());
      return new Setting(latter.key(), meta, latter.origin());
    }
    return latter;
  }

  public Optional<Setting> get(ConfigKey key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** By key, as other tools want it. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    settings.forEach((key, setting) -> values.put(key.key(), setting.value()));
    return values;
  }
}
