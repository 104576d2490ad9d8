package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.ModelException;
import io.alluvium.models.jinja.JinjaRenderer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads snapshots: blocks in SQL files, and entries of YAML that name a relation. */
final class SnapshotReader {
  private final PropertiesFiles properties;
  private final FolderConfig folders;
  private final JinjaRenderer jinja;

  SnapshotReader(PropertiesFiles properties, FolderConfig folders, JinjaRenderer jinja) {
    this.properties = properties;
    this.folders = folders;
    this.jinja = jinja;
  }

  List<Model> read(List<SourceFile> files) {
    List<Model> snapshots = new ArrayList<>();
    Set<String> inFiles = new LinkedHashSet<>();
    for (SourceFile file : files) {
      String text = file.text().replace("\r\n", "\n");
      List<SnapshotBlock> blocks = SnapshotBlock.in(text);
      for (SnapshotBlock block : blocks) {
        String name = block.name();
        int line = (int) text.substring(0, block.start()).lines().count();
        Properties own = properties.snapshots().getOrDefault(name, Properties.none(name));
        // As far down as in the file, so that messages name its lines.
        String body = "\n".repeat(Math.max(0, line - 1)) + block.text();
        snapshots.add(model(name, file.name(), path(file), body, own));
        inFiles.add(name);
      }
      if (blocks.isEmpty()) {
        throw new ModelException(
            file.name()
                + ", line 1: there is no {% snapshot name %} ... {% endsnapshot %} in the file");
      }
    }
    for (Map.Entry<String, Properties> entry : properties.snapshots().entrySet()) {
      DefinitionValue definition = entry.getValue().definition().orElseThrow();
      Optional<DefinitionValue> relation = definition.get("relation");
      if (inFiles.contains(entry.getKey()) == relation.isPresent()) {
        throw definition.error(
            "snapshot '"
                + entry.getKey()
                + (relation.isPresent()
                    ? "' has a SQL block as well; remove relation"
                    : "' has neither relation nor a SQL block of that name"));
      }
      relation.ifPresent(
          of ->
              snapshots.add(
                  model(
                      entry.getKey(),
                      entry.getValue().file(),
                      List.of(),
                      "SELECT * FROM {{ " + of.text() + " }}",
                      entry.getValue())));
    }
    folders.requireAllUsed();
    return snapshots;
  }

  /** A file may have several snapshots: its name is one of the folders that configure them. */
  private static List<String> path(SourceFile file) {
    List<String> path = new ArrayList<>(file.folders());
    path.add(file.stem());
    return path;
  }

  private Model model(String name, String file, List<String> path, String text, Properties own) {
    ConfigSettings settings = folders.of(path, name);
    settings.put("materialized", "snapshot", Origin.of(file, 1));
    settings.putAll(own.config());
    ParseScope scope = new ParseScope(file);
    jinja.render(file, text, scope);
    settings.putAll(scope.settings());
    ModelConfig config = new ModelConfig(settings);
    if (config.enabled()) {
      config.materialization();
    }
    return new Model(name, file, path, text, config, own, scope.references());
  }
}
