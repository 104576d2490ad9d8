package io.alluvium.models.artifacts;

import io.alluvium.models.ModelException;
import io.alluvium.models.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a project's files. */
final class ProjectText {
  private ProjectText() {}

  /**
   * @param file from the project's folder
   */
  static String of(Project project, String file) {
    Path path = project.folder().resolve(file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new ModelException(path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
