package io.alluvium.models.project;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code dbt_project.yml} says. */
public final class ProjectSettings {
  private static final String FILE = "dbt_project.yml";
  private static final DefinitionSchema SCHEMA =
      DefinitionSchema.resource(ProjectSettings.class, "dbt_project.schema.json");

  private final DefinitionValue root;

  private ProjectSettings(DefinitionValue root) {
    this.root = root;
  }

  static ProjectSettings read(Path folder, Map<String, String> environment) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          folder + " has no " + FILE + ". Give the folder of a project with --project-dir.");
    }
    return new ProjectSettings(
        Definition.parse(FILE, ProjectFiles.text(file), SCHEMA, environment).root());
  }

  public String name() {
    return root.required("name").text();
  }

  List<String> modelPaths() {
    return paths("model-paths", "models");
  }

  List<String> seedPaths() {
    return paths("seed-paths", "seeds");
  }

  List<String> snapshotPaths() {
    return paths("snapshot-paths", "snapshots");
  }

  List<String> macroPaths() {
    return paths("macro-paths", "macros");
  }

  public List<String> testPaths() {
    return paths("test-paths", "tests");
  }

  public String targetPath() {
    return root.get("target-path").map(DefinitionValue::text).orElse("target");
  }

  /** Statements that each job runs before its models. */
  public List<Setting> onRunStart() {
    List<Setting> statements = new ArrayList<>();
    root.get("on-run-start")
        .ifPresent(
            value -> {
              List<DefinitionValue> items = value.isList() ? value.items() : List.of(value);
              items.forEach(
                  item ->
                      statements.add(new Setting("on-run-start", item.text(), Origin.of(item))));
            });
    return statements;
  }

  /** Values of var(): those under the project's own name count above the others. */
  public Map<String, Object> vars() {
    Map<String, Object> vars = new LinkedHashMap<>();
    root.get("vars").ifPresent(value -> vars.putAll(plainFields(value)));
    if (vars.get(name()) instanceof Map<?, ?> own) {
      vars.remove(name());
      own.forEach((key, value) -> vars.put(String.valueOf(key), value));
    }
    return vars;
  }

  private static Map<String, Object> plainFields(DefinitionValue value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    value.fields().forEach((name, field) -> fields.put(name, field.plain()));
    return fields;
  }

  Optional<DefinitionValue> models() {
    return root.get("models");
  }

  Optional<DefinitionValue> seeds() {
    return root.get("seeds");
  }

  Optional<DefinitionValue> snapshots() {
    return root.get("snapshots");
  }

  private List<String> paths(String field, String standard) {
    return root.get(field)
        .map(value -> value.items().stream().map(DefinitionValue::text).toList())
        .orElse(List.of(standard));
  }
}
