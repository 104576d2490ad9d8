package io.alluvium.models.project;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.definitions.DefinitionValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The YAML files beside models and seeds. */
final class PropertiesFiles {
  private static final DefinitionSchema SCHEMA =
      DefinitionSchema.resource(PropertiesFiles.class, "properties.schema.json");

  private final Map<String, Properties> models = new LinkedHashMap<>();
  private final Map<String, Properties> seeds = new LinkedHashMap<>();
  private final Map<String, Properties> snapshots = new LinkedHashMap<>();
  private final Map<String, SourceTable> sources = new LinkedHashMap<>();
  private final Map<String, DefinitionValue> unitTests = new LinkedHashMap<>();
  private final Map<String, DefinitionValue> exposures = new LinkedHashMap<>();
  private final YamlJinja jinja;

  PropertiesFiles(YamlJinja jinja) {
    this.jinja = jinja;
  }

  void read(SourceFile file, Map<String, String> environment) {
    if (file.text().isBlank()) {
      return;
    }
    DefinitionValue root = Definition.parse(file.name(), file.text(), SCHEMA, environment).root();
    for (DefinitionValue model : list(root, "models")) {
      addOnce(models, Properties.of(file.name(), model, jinja), model, "model");
    }
    for (DefinitionValue seed : list(root, "seeds")) {
      addOnce(seeds, Properties.of(file.name(), seed, jinja), seed, "seed");
    }
    for (DefinitionValue snapshot : list(root, "snapshots")) {
      addOnce(snapshots, Properties.of(file.name(), snapshot, jinja), snapshot, "snapshot");
    }
    for (DefinitionValue source : list(root, "sources")) {
      for (SourceTable table : SourceTable.of(file.name(), source, jinja)) {
        put(sources, table.source() + "." + table.name(), table, table.definition(), "source");
      }
    }
    for (DefinitionValue test : list(root, "unit_tests")) {
      put(unitTests, test.required("name").text(), test, test, "unit test");
    }
    for (DefinitionValue exposure : list(root, "exposures")) {
      put(exposures, exposure.required("name").text(), exposure, exposure, "exposure");
    }
  }

  private static void addOnce(
      Map<String, Properties> all, Properties one, DefinitionValue value, String kind) {
    put(all, one.name(), one, value, kind);
  }

  private static <T> void put(
      Map<String, T> all, String name, T one, DefinitionValue value, String kind) {
    if (all.put(name, one) != null) {
      throw value.error(kind + " '" + name + "' is described twice; remove one");
    }
  }

  private static List<DefinitionValue> list(DefinitionValue root, String field) {
    return root.get(field).map(DefinitionValue::items).orElse(List.of());
  }

  Map<String, Properties> models() {
    return models;
  }

  Map<String, Properties> seeds() {
    return seeds;
  }

  Map<String, Properties> snapshots() {
    return snapshots;
  }

  List<SourceTable> sources() {
    return new ArrayList<>(sources.values());
  }

  List<DefinitionValue> unitTests() {
    return new ArrayList<>(unitTests.values());
  }

  List<DefinitionValue> exposures() {
    return new ArrayList<>(exposures.values());
  }
}
