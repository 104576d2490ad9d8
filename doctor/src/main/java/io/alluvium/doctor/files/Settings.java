package io.alluvium.doctor.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Flink's settings, of a {@code config.yaml} or of a resource of Kubernetes.
 *
 * @param line where they begin
 * @param complete whether there are no others: Helm values only add to the chart's
 * @param onKubernetes whether it is for a cluster there
 */
public record Settings(
    String file, int line, Map<String, YamlValue> values, boolean complete, boolean onKubernetes) {
  public Settings {
    values = new LinkedHashMap<>(values);
  }

  public Optional<YamlValue> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Empty where it is absent. */
  public String text(String key) {
    return get(key).map(YamlValue::text).orElse("");
  }

  /** The line of a setting, or where the settings begin. */
  public int lineOf(String key) {
    return get(key).map(YamlValue::line).orElse(line);
  }
}
