package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of models by folder, of {@code dbt_project.yml}: keys begin with a plus, all
 * others name the project, a folder, or a model.
 */
final class FolderConfig {
  private final String project;
  private final Optional<DefinitionValue> root;
  private final YamlJinja jinja;
  private final Set<String> used = new HashSet<>();

  FolderConfig(String project, Optional<DefinitionValue> root, YamlJinja jinja) {
    this.project = project;
    this.root = root;
    this.jinja = jinja;
  }

  /** From the outermost folder to the model itself. */
  ConfigSettings of(List<String> folders, String model) {
    ConfigSettings settings = new ConfigSettings();
    List<String> path = new ArrayList<>(folders);
    path.add(model);
    root.ifPresent(
        value -> {
          add(value, settings);
          value.get(project).ifPresent(own -> descend(own, path, settings));
        });
    return settings;
  }

  private void descend(DefinitionValue level, List<String> path, ConfigSettings settings) {
    used.add(level.place());
    add(level, settings);
    if (!path.isEmpty()) {
      level
          .get(path.get(0))
          .filter(DefinitionValue::isObject)
          .ifPresent(next -> descend(next, path.subList(1, path.size()), settings));
    }
  }

  private void add(DefinitionValue level, ConfigSettings settings) {
    for (Map.Entry<String, DefinitionValue> entry : level.fields().entrySet()) {
      if (entry.getKey().startsWith("+")) {
        settings.put(
            entry.getKey().substring(1),
            jinja.render(entry.getValue()),
            Origin.of(entry.getValue()));
      } else if (!entry.getValue().isObject()) {
        throw entry
            .getValue()
            .error("a configuration key begins with a plus: write +" + entry.getKey());
      }
    }
  }

  /** To call when all models have asked: an entry that none of them has is a mistake. */
  void requireAllUsed() {
    root.ifPresent(
        value ->
            value
                .fields()
                .forEach(
                    (name, level) -> {
                      if (name.equals(project)) {
                        requireUsed(level);
                      } else if (!name.startsWith("+")) {
                        throw level.error("is not the project's name, which is '" + project + "'");
                      }
                    }));
  }

  private void requireUsed(DefinitionValue level) {
    if (!used.contains(level.place())) {
      throw level.error("there is no folder or model of that name");
    }
    level
        .fields()
        .forEach(
            (name, next) -> {
              if (!name.startsWith("+") && next.isObject()) {
                requireUsed(next);
              }
            });
  }
}
