package io.alluvium.models;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes projects for tests. */
public final class ProjectFolder {
  private final Path folder;

  public ProjectFolder(Path folder) throws IOException {
    this.folder = folder;
    file("dbt_project.yml", "name: shop");
  }

  public ProjectFolder file(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
    return this;
  }

  public Path path() {
    return folder;
  }

  public Project read() {
    return new ProjectReader(folder, Map.of("STAGE", "test"), Map.of("given", 7L), "dev").read();
  }

  public ModelGraph graph() {
    return ModelGraph.of(read());
  }
}
