package io.alluvium.models.project;

import java.util.List;

/**
 * A file of the project.
 *
 * @param name as shown to people, from the project's folder
 * @param folders between the folder of its kind and the file
 */
public record SourceFile(String name, List<String> folders, String text) {
  /** The file's own name without its ending. */
  public String stem() {
    String own = name.substring(name.lastIndexOf('/') + 1);
    return own.substring(0, own.lastIndexOf('.'));
  }
}
