package io.alluvium.models.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.ModelException;
import io.alluvium.models.artifacts.Catalog;
import io.alluvium.models.artifacts.CompiledModels;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.artifacts.LastResults;
import io.alluvium.models.artifacts.Manifest;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.Passwords;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.lineage.ModelLineage;
import io.alluvium.models.lineage.ModelLineage.Input;
import io.alluvium.models.lineage.ProjectLineage;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes {@code index.html}, and the manifest and catalog that it shows. */
public final class DocsSite {
  private final ModelsProject models;
  private final String lakePath;
  private final TargetFolder target;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param lakePath a URI or an absolute local path
   */
  public DocsSite(ModelsProject models, String lakePath, TargetFolder target) {
    this.models = models;
    this.lakePath = lakePath;
    this.target = target;
  }

  /**
   * With the last results and the freshness that earlier commands left in the folder.
   *
   * @return the page
   */
  public Path write(Invocation invocation) {
    Map<String, Object> data = new LinkedHashMap<>();
    try (ProjectCompiler compiler = models.compiler().rebuilding(model -> true)) {
      Map<String, JobScript> scripts = compiler.compile();
      String manifest = new Manifest(invocation, models.project(), models.graph(), scripts).json();
      String catalog =
          new Catalog(invocation, models.graph(), CompiledModels.of(scripts), lakePath).json();
      target.write("manifest.json", manifest);
      target.write("catalog.json", catalog);
      data.put("manifest", tree(manifest));
      data.put("catalog", tree(catalog));
      data.put("lineage", lineage(compiler, scripts));
    }
    data.put("results", LastResults.read(target.lastResults()).byNode());
    data.put("freshness", freshness());
    return target.write("index.html", DocsPage.of(models.project().settings().name(), data));
  }

  private JsonNode tree(String text) {
    try {
      return json.readTree(Passwords.masked(text));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> lineage(ProjectCompiler compiler, Map<String, JobScript> scripts) {
    ProjectLineage lineage = ProjectLineage.of(models.project(), models.graph(), compiler, scripts);
    Map<String, Object> byNode = new LinkedHashMap<>();
    for (ModelNode node : models.graph().models()) {
      lineage.of(node).ifPresent(one -> byNode.put(node.id(), json(one)));
    }
    return byNode;
  }

  private static Map<String, Object> json(ModelLineage lineage) {
    Map<String, Object> columns = new LinkedHashMap<>();
    lineage.columns().forEach((column, inputs) -> columns.put(column, inputs(inputs)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("columns", columns);
    json.put("rows", inputs(lineage.rows()));
    json.put("problem", lineage.problem().orElse(null));
    return json;
  }

  private static List<List<String>> inputs(List<Input> inputs) {
    return inputs.stream()
        .map(
            input ->
                List.of(
                    input.node().id(), input.column(), input.use().name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private Map<String, JsonNode> freshness() {
    Map<String, JsonNode> byNode = new LinkedHashMap<>();
    Path file = target.folder().resolve("sources.json");
    if (Files.isRegularFile(file)) {
      try {
        for (JsonNode result : json.readTree(file.toFile()).path("results")) {
          byNode.put(result.path("unique_id").asText(), result);
        }
      } catch (IOException e) {
        throw new ModelException(file + " cannot be read; remove it", e);
      }
    }
    return byNode;
  }
}
