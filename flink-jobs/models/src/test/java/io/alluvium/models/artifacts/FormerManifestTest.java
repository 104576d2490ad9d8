package io.alluvium.models.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.ProjectFolder;
import io.alluvium.models.functions.FunctionDigests;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerManifestTest {
  @TempDir Path folder;

  @Test
  void aModelIsModifiedWhereAFunctionThatItCallsHasOtherCode() throws Exception {
    Project project =
        new ProjectFolder(folder.resolve("project"))
            .file("dbt_project.yml", "name: shop", "on-run-start: ['LOAD MODULE alluvium']")
            .file("models/plain.sql", "SELECT 1 AS one")
            .file("models/masked.sql", "SELECT mask_email('a@b.at') AS mail")
            .read();
    ModelGraph graph = ModelGraph.of(project);
    FunctionDigests functions = FunctionDigests.of(project);
    String json =
        new Manifest(Invocation.begin("compile", Map.of()), project, graph, Map.of()).json();
    Path manifest = Files.writeString(folder.resolve("manifest.json"), json);
    Node masked = graph.named("masked");

    assertThat(FormerManifest.read(manifest, functions).isModified(masked)).isFalse();

    String digest = functions.calledBy("mask_email(x)").get("mask_email");
    Files.writeString(manifest, json.replace(digest, digest.replaceFirst("..", "xx")));
    assertThat(FormerManifest.read(manifest, functions).isModified(masked)).isTrue();
    assertThat(FormerManifest.read(manifest, functions).isModified(graph.named("plain"))).isFalse();

    String withoutFunctions = json.replace("\"functions\"", "\"of_another_release\"");
    Files.writeString(manifest, withoutFunctions);
    assertThat(FormerManifest.read(manifest, functions).isModified(masked)).isFalse();
  }
}
