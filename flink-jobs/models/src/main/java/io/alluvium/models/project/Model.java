package io.alluvium.models.project;

import java.util.List;

/**
 * A SQL file.
 *
 * @param file as shown to people, from the project's folder
 * @param folders below the folder of models, from the outermost
 * @param text as it is written, with its Jinja
 */
public record Model(
    String name,
    String file,
    List<String> folders,
    String text,
    ModelConfig config,
    Properties properties,
    List<Reference> references) {

  /** The table's name in its layer. */
  public String alias() {
    return config.alias().orElse(name);
  }

  public Origin origin() {
    // An entry of YAML has no file of its own.
    return file.endsWith(".sql")
        ? Origin.of(file, 1)
        : properties.definition().map(Origin::of).orElseGet(() -> Origin.of(file, 1));
  }
}
